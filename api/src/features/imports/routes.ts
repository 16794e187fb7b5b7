import { inScope } from '@anwang/db'
import { LAYOUTS, refusedWorkbook, template, WorkbookError } from '@anwang/documents'
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { GraphQLError } from 'graphql'
import { guarded } from '../../auth/guard.ts'
import type { Context, Language, Services } from '../../context.ts'
import { contextOf, languageOf } from '../../graphql.ts'
import { UserFailure } from '../../schema/errors.ts'
import { globalId, idOf } from '../../schema/nodes.ts'
import { refusedRows } from './refused.ts'
import { batchesById } from './store/batches.ts'
import { LARGEST_FILE, upload } from './upload.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const tooLarge: Readonly<Record<Language, string>> = { zh: '文件超过 50 MB。请分成几个文件上传。', en: 'The file exceeds 50 MB. Upload it in parts.' }

const readBody = express.raw({ type: () => true, limit: LARGEST_FILE, inflate: false })
/** The bytes of a file, whatever it calls itself; more than fit are refused in words. */
function body(request: Request, response: Response, next: NextFunction): void {
  readBody(request, response, (error?: unknown) => {
    if (error === undefined || error === null) return next()
    if ((error as { status?: number }).status !== 413) return next(error)
    response.status(422).json({ code: 'TOO_LARGE', message: tooLarge[languageOf(request)] })
  })
}

const text = (value: unknown, longest: number): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.replaceAll('\0', '').toWellFormed().replace(/^.*[\\/]/, '').slice(-longest) : null

function attach(response: Response, fileName: string, bytes: Uint8Array): void {
  response.set({ 'Content-Type': XLSX, 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}` })
  response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

/** Answers what was refused in words; bugs go on. */
function refuse(response: Response, language: Language, error: unknown): void {
  if (error instanceof WorkbookError) return void response.status(422).json({ code: error.code, message: error[language] })
  if (error instanceof UserFailure) return void response.status(error.typename === 'Forbidden' ? 403 : 422).json({ code: error.code, message: error.message })
  if (error instanceof GraphQLError) {
    const code = String(error.extensions['code'])
    return void response.status(code === 'UNAUTHENTICATED' ? 401 : 404).json({ code, message: error.message })
  }
  throw error
}

async function answering(services: Services, request: Request, response: Response, work: (context: Context) => Promise<void>): Promise<void> {
  const context = await contextOf(services, request)
  try {
    context.scope()
    await work(context)
  } catch (error) {
    refuse(response, context.language, error)
  } finally {
    await context.close()
  }
}

const notThere = (context: Context) => ({ code: 'NOT_FOUND', message: context.language === 'zh' ? '没有这份台账' : 'There is no such ledger' })

/** `POST /imports?fileName=…[&layout=…]` takes a file, `GET /imports/:id/refused.xlsx` gives the rows that stay out, `GET /templates/:layout.xlsx` an empty ledger. */
export function importRoutes(app: Express, services: Services): void {
  // Who it is, is asked before fifty megabytes are taken in.
  const signedIn: RequestHandler = async (request, response, next) => {
    if ((await contextOf(services, request)).viewer) next()
    else response.status(401).json({ code: 'UNAUTHENTICATED', message: 'Sign in first.' })
  }
  app.post('/imports', guarded, signedIn, body, (request, response) =>
    answering(services, request, response, async (context) => {
      const id = await upload(context, {
        fileName: text(request.query['fileName'], 200) ?? 'ledger', layout: text(request.query['layout'], 20),
        file: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
      })
      response.json({ id: globalId('Import', id) })
    }))

  app.get('/imports/:id/refused.xlsx', (request, response) =>
    answering(services, request, response, async (context) => {
      const id = idOf('Import', request.params['id'] ?? '', 'id')
      await inScope(context.app, context.scope(), async (tx) => {
        const batch = (await batchesById(tx, [id])).get(id)
        if (!batch) return void response.status(404).json(notThere(context))
        const name = `${batch.fileName.replace(/\.\w+$/, '')}-${context.language === 'zh' ? '未导入的行' : 'not imported'}.xlsx`
        context.note({ kind: 'EXPORT', action: 'refused.xlsx', target: 'Import', targetId: id, details: { title: batch.fileName } })
        await context.noted()
        attach(response, name, await refusedWorkbook(batch.staging.sheets, await refusedRows(tx, id)))
      }, 'read')
    }))

  app.get('/templates/:name', (request, response, next) => {
    const layout = LAYOUTS.find((one) => `${one.id}.xlsx` === request.params['name'])
    if (!layout) return next()
    return answering(services, request, response, async () => attach(response, `${layout.title}.xlsx`, await template(layout.id)))
  })
}
