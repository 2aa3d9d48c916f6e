import { existsSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import type { ClosedDatabase } from '../../../ports/integrity.ts'
import type { Logger } from '../../../ports/services.ts'
import { backUpFile } from './back-up-file.ts'
import { backupPath, countsOf, listBackups, pruneBackups } from './backup-folder.ts'
import { keepDamaged, recoverFile } from './recover-file.ts'

/** Recoveries of a SQLite file that nobody has open. */
export function createClosedDatabase(options: {
  file: string
  backupsFolder: string
  /** What is known of the damaged file; removed with it. */
  checkRecordFile: string
  /** Holds the dialect's migrations and their journal. */
  migrationsFolder: string
  clock: Pick<Clock, 'now'>
  logger: Logger
}): ClosedDatabase {
  const { file, backupsFolder, clock, logger } = options
  const asideFolder = () => join(dirname(file), 'damaged', String(clock.now()))

  function pathOfBackup(name: string | null): string | null {
    const known = listBackups(backupsFolder)
    const wanted = name === null ? known : known.filter((backup) => backup.name === name)
    const readable = wanted
      .map((backup) => join(backupsFolder, backup.name))
      .find((path) => countsOf(path) !== null)
    return readable ?? null
  }

  /** Best effort: what can be read whole of the damaged database, as it was before. */
  function backUpBefore(): void {
    try {
      backUpFile(file, backupPath(backupsFolder, 'before-recovery', clock.now()))
      pruneBackups(backupsFolder)
    } catch (error) {
      logger.warn({ err: error }, 'the damaged database cannot be backed up; it is kept aside')
    }
  }

  return {
    listBackups: () =>
      listBackups(backupsFolder).map((backup) => ({
        ...backup,
        counts: countsOf(join(backupsFolder, backup.name)),
      })),
    recover({ backupName, addAllOfBackup }) {
      const backup = pathOfBackup(backupName)
      const keepIn = asideFolder()
      if (existsSync(file)) backUpBefore()
      const counts = recoverFile({ ...options, backup, addAllOfBackup, keepIn, now: clock.now() })
      rmSync(options.checkRecordFile, { force: true })
      logger.info({ ...counts, keepIn, backup }, 'the database was recovered')
      return counts
    },
    keepCopy() {
      const folder = asideFolder()
      keepDamaged(file, folder)
      return folder
    },
  }
}
