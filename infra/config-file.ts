export interface ConfigFileChoice {
  readonly file: string
  /** What to tell whoever may not expect this file. */
  readonly note: string | null
}

/** Which file says what to deploy: the one that is asked for, else one's own, else the example. */
export function chooseConfigFile(asked: string | undefined, exists: (file: string) => boolean): ConfigFileChoice {
  if (asked !== undefined && asked !== '') return { file: asked, note: null }
  if (exists('config.yaml')) return { file: 'config.yaml', note: null }
  return { file: 'config.example.yaml', note: 'There is no config.yaml: taking config.example.yaml, whose accounts are made up.' }
}
