import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/main/core/database/tables/postgres.ts',
  out: './drizzle/postgres',
  casing: 'snake_case',
})
