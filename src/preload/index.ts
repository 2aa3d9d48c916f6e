import { contextBridge, ipcRenderer } from 'electron'
import { operationNames } from '#shared/contract/index.ts'
import { createBridge } from './bridge.ts'

contextBridge.exposeInMainWorld('mailmanager', createBridge(ipcRenderer, new Set(operationNames)))
