import { maySeeEverything } from '../../domain/access.ts'
import type { PageContext } from '../usage-view.ts'
import type { EmptyView } from './empty-state.ts'

type Asked = Pick<PageContext, 'access' | 'person' | 'usage'>

/** Why somebody who does not see everything sees nothing at all; null where they see something, or everything. */
export function nothingYet({ access, person, usage }: Asked): EmptyView | null {
  if (usage.sources.length > 0) return null
  if (person !== null) return person.email === null ? NO_ADDRESS : nothingOf(person.email)
  return maySeeEverything(access) ? null : NOTHING_GRANTED
}

const NO_ADDRESS: EmptyView = {
  title: 'No call can be told to be yours',
  text: 'Calls are matched with people by their e-mail address, and this server is told of none of yours. '
    + 'Whoever runs the sign-in can have it passed on.',
  action: null,
}

const NOTHING_GRANTED: EmptyView = {
  title: 'No usage that you may see',
  text: 'You see the accounts and callers that your groups are given. Nothing of theirs has been processed so far.',
  action: null,
}

function nothingOf(email: string): EmptyView {
  return {
    title: 'No usage of yours yet',
    text: `Calls are yours if they were made as ${email}, which is how people are named who sign in to AWS through IAM Identity Center. `
      + 'Calls by roles, keys and users of an account belong to nobody in particular.',
    action: null,
  }
}
