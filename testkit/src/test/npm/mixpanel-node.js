// Sends one of each kind of message with the real SDK; says `done` when all callbacks came without
// an error. Arguments: HOST:PORT TOKEN
'use strict';
const Mixpanel = require('mixpanel');

const [host, token] = process.argv.slice(2);
const mixpanel = Mixpanel.init(token, { host, protocol: 'http', key: 'import-key' });
const verbose = Mixpanel.init(token, { host, protocol: 'http', verbose: true });

const person = 'user-9f41c2';
const properties = { distinct_id: person, name: 'Maya Ökönjo 玛雅 🦊', plan: 'team>>>?~', price: 19.99 };
const past = new Date(Date.now() - 86400000);
const batch = (prefix, count) =>
  Array.from({ length: count }, (_, i) => ({
    event: prefix + ' ' + (i + 1),
    properties: { ...properties, time: past },
  }));

const steps = [
  (done) => mixpanel.track('Plan Upgraded', properties, done),
  (done) => verbose.track('Verbose', properties, done),
  (done) => mixpanel.track_batch(batch('Batch', 51), done),
  (done) => mixpanel.alias(person, 'alias-1', done),
  (done) => mixpanel.people.set(person, { plan: 'team' }, done),
  (done) => mixpanel.people.set_once(person, 'first_seen', '2026-01-01', done),
  (done) => mixpanel.people.increment(person, 'logins', 2, done),
  (done) => mixpanel.people.append(person, 'pages', '/a', done),
  (done) => mixpanel.people.union(person, { tags: ['a', 'b'] }, done),
  (done) => mixpanel.people.remove(person, { tags: 'a' }, done),
  (done) => mixpanel.people.unset(person, 'x', done),
  (done) => mixpanel.people.track_charge(person, 9.5, { note: 'x' }, done),
  (done) => mixpanel.people.delete_user(person, done),
  (done) => mixpanel.groups.set('company', 'org-77b1', { $name: 'Okonjo & Söhne' }, done),
  (done) => mixpanel.groups.delete_group('company', 'org-77b1', done),
  (done) => mixpanel.import('Old', past, properties, done),
  (done) => mixpanel.import_batch(batch('Old', 2), done),
];

const run = (i) => {
  if (i === steps.length) {
    console.log('done');
    return;
  }
  steps[i]((errors) => {
    const found = [].concat(errors || []).filter(Boolean);
    if (found.length > 0) {
      console.error('step ' + (i + 1) + ': ' + found[0]);
      process.exit(1);
    }
    run(i + 1);
  });
};
run(0);
