import { mayOpen, type Standing } from '../auth/add-auth.ts'
import type { Authenticator } from '../auth/authenticator.ts'
import { NAVIGATION, OWN_USAGE, type NavigationEntry } from '../navigation.ts'

export interface StandingView {
  /** The pages that whoever asks may open. */
  readonly navigation: readonly NavigationEntry[]
  /** The page to start from; null where there is none for them. */
  readonly home: { readonly href: string; readonly label: string } | null
  /** Who they are and who says so; null where that is not known. */
  readonly signedIn: string | null
  readonly signOutHref: string | null
}

type Proof = Pick<Authenticator, 'mode' | 'label' | 'signOutHref'>

/** What pages tell somebody of themselves, and where they lead them; null is anybody. */
export function standingView({ mode, label, signOutHref }: Proof, standing: Standing | null): StandingView {
  // Where nobody signs in, nothing is anybody's own.
  const pages = mode === 'none' ? NAVIGATION.filter((entry) => entry !== OWN_USAGE) : NAVIGATION
  const navigation = pages.filter(({ access }) => mayOpen(access, standing))
  const [first] = navigation
  return {
    navigation,
    home: first === undefined ? null : { href: first.path, label: first.label },
    signedIn: standing && (mode === 'none' ? SIGN_IN_OFF : `Signed in as ${personOf(standing)} via ${label}`),
    signOutHref: standing && signOutHref,
  }
}

const SIGN_IN_OFF = 'Sign-in is off: everybody who reaches this server sees and changes everything'

function personOf({ identity: { name, email } }: Standing): string {
  return email === null || email === name.toLowerCase() ? name : `${name} (${email})`
}
