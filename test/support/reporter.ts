import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

const slowest = 5;
const slowMilliseconds = 1000;

/**
 * Ends the report with the slowest tests and one line of counts, and fails a run in which a test was skipped:
 * a test that does not run proves nothing. A run of chosen tests (`-t`) may leave others out.
 */
export default class CountingReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest) {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed');
    const failed = tests.filter((test) => test.result().state === 'failed');
    const skipped = tests.filter((test) => !passed.includes(test) && !failed.includes(test));
    const broken = modules.filter((module) => module.errors().length > 0);
    printSlowest(tests);
    if (!this.#vitest?.config.testNamePattern) refuseSkipped(skipped);
    const failures = failed.length + broken.length;
    noteFiles(modules);
    console.log(`Tests: ${passed.length} passed, ${failures} failed, ${skipped.length} skipped`);
  }
}

const duration = (test: TestCase): number => test.diagnostic()?.duration ?? 0;

const describe = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;

function printSlowest(tests: readonly TestCase[]) {
  const slow = tests
    .filter((test) => duration(test) >= slowMilliseconds)
    .sort((one, other) => duration(other) - duration(one))
    .slice(0, slowest);
  if (slow.length > 0) console.log('\nSlowest tests:');
  for (const test of slow) console.log(`  ${(duration(test) / 1000).toFixed(1)} s  ${describe(test)}`);
}

/** Appends a line a file (`seconds passed failed path`) where `.ci/run` asks for it, which adds up all its runs. */
function noteFiles(modules: readonly TestModule[]) {
  const file = process.env.TEST_FILES_NOTED_IN;
  if (!file) return;
  const lines = modules.map((module) => {
    const states = [...module.children.allTests()].map((test) => test.result().state);
    const passed = states.filter((state) => state === 'passed').length;
    const seconds = (module.diagnostic().duration / 1000).toFixed(1);
    return `${seconds} ${passed} ${states.length - passed + module.errors().length} ${module.relativeModuleId}\n`;
  });
  appendFileSync(file, lines.join(''));
}

function refuseSkipped(skipped: readonly TestCase[]) {
  if (skipped.length === 0) return;
  console.error('\nThese tests did not run, so this run has failed:');
  for (const test of skipped) console.error(`  ${describe(test)}`);
  process.exitCode = 1;
}
