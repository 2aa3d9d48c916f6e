import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { Store } from '../ports/store.ts'

/** Who is asking, and the end of a session. */
export function authService(
  store: Store,
  sessions: { end(token: string): Promise<void> },
): HandlersOf<'auth'> {
  return {
    'auth.me': async (_input, { userId }) => {
      const user = await store.read.users.get(userId)
      if (user === null) throw new OperationError('user_not_found', 'This user no longer exists.')
      return { userId: user.id, email: user.email, name: user.name }
    },
    'auth.logout': async (_input, { sessionToken }) => {
      if (sessionToken !== null) await sessions.end(sessionToken)
      return { status: 'logged_out' }
    },
  }
}
