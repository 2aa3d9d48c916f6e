import { receiveMessage } from '../google/mail-store/receive-message.ts'
import type { Simulation } from './simulation.ts'

/**
 * Mail reaches a simulated person, at whichever provider they are: unread in the inbox. Mail for
 * anybody else leaves the simulation. `at` in milliseconds since the epoch.
 */
export function deliverLocally(
  simulation: Simulation,
  email: string,
  raw: Buffer,
  at: number,
): void {
  const gmail = simulation.gmailStores.get(email)
  if (gmail) receiveMessage(gmail, raw, at)
  const outlook = simulation.outlookStores.get(email)
  if (!outlook) return
  const folderId = outlook.folderNamed('inbox').id
  outlook.insert({ folderId, receivedAt: at, content: { kind: 'stored', raw } })
}
