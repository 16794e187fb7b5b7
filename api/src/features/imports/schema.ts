import './schema/types.ts'
import './schema/mutations.ts'
