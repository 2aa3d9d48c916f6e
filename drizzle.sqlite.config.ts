import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/main/core/database/tables/sqlite.ts',
  out: './drizzle/sqlite',
  casing: 'snake_case',
})
