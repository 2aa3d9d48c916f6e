import type { OutlookStore } from '../mail-store/outlook-store.ts'

/** The tenant all personal Microsoft accounts belong to. */
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad'
/** The tenant of every simulated work account. */
export const WORK_TENANT = '72f988bf-5a1e-4f0e-a1aa-5ec7a7e1d0aa'

/** Whether the first part of the path names a tenant there is: by a general name, or a directory. */
export function isTenant(name: string): boolean {
  return ['common', 'organizations', 'consumers', CONSUMERS, WORK_TENANT].includes(
    name.toLowerCase(),
  )
}

export function tenantOf(mailbox: OutlookStore): string {
  return mailbox.kind === 'personal' ? CONSUMERS : WORK_TENANT
}

/** Whether an account may sign in where this tenant was named. */
export function allowsAccount(tenant: string, mailbox: OutlookStore): boolean {
  switch (tenant.toLowerCase()) {
    case 'common':
      return true
    case 'organizations':
      return mailbox.kind === 'work'
    case 'consumers':
      return mailbox.kind === 'personal'
    default:
      return tenant.toLowerCase() === tenantOf(mailbox)
  }
}
