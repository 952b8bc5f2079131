// Each page in headless Chromium, judged by axe-core: one line a page, what was found as JSON.
// usage: node axe.cjs NODE_MODULES CHROMIUM PAGE...
const fs = require('fs');
const path = require('path');
const [modules, chromium, ...pages] = process.argv.slice(2);
const playwright = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
(async () => {
  const browser = await playwright.chromium.launch({
    executablePath: chromium,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  for (const page of pages) {
    const context = await browser.newContext({bypassCSP: true});  // the page itself lets no script run
    const tab = await context.newPage();
    await tab.goto('file://' + page);
    await tab.evaluate(axe);
    const found = await tab.evaluate(() => axe.run());
    console.log(JSON.stringify([page, found.passes.length,
      found.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes[0].html)]));
    await context.close();
  }
  await browser.close();
})();
