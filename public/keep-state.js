// What a swap keeps of the old page, and what it must not keep.

htmx.registerExtension('keep-state', {
  // A details element is as open as its reader left it, whatever the server sends.
  htmx_before_morph_attr: (element, { attrName }) => !(element.localName === 'details' && (attrName === 'open' || attrName === 'class')),

  // Attributes say what is chosen only until somebody chose: a box that was ticked by hand has to be told.
  htmx_before_morph_node: (_element, { oldNode, newNode }) => {
    if (oldNode.localName === 'input' && oldNode.type === 'checkbox') oldNode.checked = newNode.hasAttribute('checked')
    if (oldNode.localName === 'select') chooseAgain(oldNode, newNode)
  },
})

function chooseAgain(oldSelect, newSelect) {
  const chosen = newSelect.querySelector('option[selected]')?.value
  // Its options are morphed only after this.
  queueMicrotask(() => {
    if (chosen !== undefined && oldSelect.value !== chosen) oldSelect.value = chosen
  })
}
