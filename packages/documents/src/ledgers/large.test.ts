import { expect, test } from 'vitest';
import { largeLedger } from '../../test/large.ts';
import { readLedger } from './rows.ts';

test('50,000 rows of 20 columns, read and parsed within 20 s and 300 MB', async () => {
  const bytes = await largeLedger(50_000);
  const start = performance.now();
  const before = process.memoryUsage.rss();
  let peak = before;
  let ready = 0;
  const ledger = await readLedger(bytes);
  for await (const row of ledger.rows()) {
    if (row.status === 'READY') ready += 1;
    if (row.row % 500 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - start) / 1000;
  const megabytes = (peak - before) / 2 ** 20;
  console.info(`50,000 rows x 20 columns: ${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB more resident memory, ${Math.round(peak / 2 ** 20)} MB at the peak`);
  expect(ready).toBe(50_000);
  expect(seconds).toBeLessThan(20);
  expect(megabytes).toBeLessThan(300);
}, 120_000);
