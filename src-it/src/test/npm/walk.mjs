// Walks through the API with fhir-kit-client as it comes from npm. Each step prints one line of
// JSON: its name and, if it failed, why.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client } from 'fhir-kit-client';

const client = new Client({
  baseUrl: process.env.FHIR_BASE_URL,
  bearerToken: process.env.FHIR_TOKEN,
});
const identifier = randomUUID();
const system = 'http://example.org/npm';
const criteria = `${system}|${identifier}`;
const patient = (family) => ({
  resourceType: 'Patient',
  identifier: [{ system, value: identifier }],
  name: [{ family }],
});
const found = async () =>
  client.search({ resourceType: 'Patient', searchParams: { identifier: criteria } });
const status = (resource) => Client.httpFor(resource).response.status;

let failed = false;

async function step(name, action) {
  try {
    await action();
    console.log(JSON.stringify({ step: name }));
  } catch (error) {
    failed = true;
    const told = error.response?.data ? JSON.stringify(error.response.data) : '';
    console.log(JSON.stringify({ step: name, failure: `${error.stack} ${told}` }));
  }
}

let kirk;

await step('capability statement', async () => {
  const statement = await client.capabilityStatement();
  assert.equal(statement.fhirVersion, '4.0.1');
});

await step('create', async () => {
  kirk = await client.create({ resourceType: 'Patient', body: patient('Kirk') });
  assert.equal(status(kirk), 201);
  assert.equal(kirk.meta.versionId, '1');
});

await step('conditional create', async () => {
  const same = await client.create({
    resourceType: 'Patient',
    body: patient('Kirk'),
    options: { headers: { 'If-None-Exist': `identifier=${criteria}` } },
  });
  assert.equal(status(same), 200);
  assert.equal(same.id, kirk.id);
});

await step('read', async () => {
  const read = await client.read({ resourceType: 'Patient', id: kirk.id });
  assert.deepEqual(read.name, kirk.name);
});

await step('update', async () => {
  const body = { ...kirk, name: [{ family: 'Spock', given: ['🖖'] }] };
  const updated = await client.update({ resourceType: 'Patient', id: kirk.id, body });
  assert.equal(status(updated), 200);
  assert.equal(updated.meta.versionId, '2');
  assert.deepEqual(updated.name, body.name);
});

await step('vread', async () => {
  const first = await client.vread({ resourceType: 'Patient', id: kirk.id, version: '1' });
  assert.equal(first.name[0].family, 'Kirk');
});

await step('conditional update', async () => {
  const updated = await client.update({
    resourceType: 'Patient',
    searchParams: { identifier: criteria },
    body: patient('Sulu'),
  });
  assert.equal(updated.id, kirk.id);
  assert.equal(updated.meta.versionId, '3');
});

await step('patch', async () => {
  const patched = await client.patch({
    resourceType: 'Patient',
    id: kirk.id,
    jsonPatch: [
      { op: 'test', path: '/name/0/family', value: 'Sulu' },
      { op: 'add', path: '/gender', value: 'male' },
    ],
  });
  assert.equal(patched.gender, 'male');
  assert.equal(patched.meta.versionId, '4');
});

await step('history', async () => {
  const instance = await client.history({ resourceType: 'Patient', id: kirk.id });
  assert.deepEqual(
    instance.entry.map((entry) => entry.resource.meta.versionId),
    ['4', '3', '2', '1'],
  );
  const type = await client.history({ resourceType: 'Patient' });
  assert.equal(type.type, 'history');
  const all = await client.history();
  assert.equal(all.type, 'history');
});

await step('search', async () => {
  const bundle = await found();
  assert.equal(bundle.total, 1);
  assert.equal(bundle.entry[0].resource.id, kirk.id);
});

await step('search by POST', async () => {
  const bundle = await client.search({
    resourceType: 'Patient',
    searchParams: { identifier: criteria },
    options: { postSearch: true },
  });
  assert.equal(bundle.total, 1);
});

await step('batch', async () => {
  const answer = await client.batch({
    body: {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: `Patient/${kirk.id}` } },
        { request: { method: 'GET', url: `Patient/${randomUUID()}` } },
      ],
    },
  });
  assert.deepEqual(
    answer.entry.map((entry) => entry.response.status.slice(0, 3)),
    ['200', '404'],
  );
});

await step('transaction', async () => {
  const fullUrl = `urn:uuid:${randomUUID()}`;
  const answer = await client.transaction({
    body: {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl, resource: patient('Uhura'), request: { method: 'POST', url: 'Patient' } },
        {
          resource: {
            resourceType: 'Observation',
            status: 'final',
            code: { text: 'pulse' },
            subject: { reference: fullUrl },
          },
          request: { method: 'POST', url: 'Observation' },
        },
      ],
    },
  });
  assert.equal(answer.type, 'transaction-response');
  const observation = answer.entry[1].resource;
  const subject = await client.resolve({ reference: observation.subject.reference });
  assert.equal(subject.name[0].family, 'Uhura');
});

await step('pages', async () => {
  let page = await client.search({
    resourceType: 'Patient',
    searchParams: { identifier: criteria, _count: 1, _sort: '_id' },
  });
  const ids = [];
  while (page) {
    ids.push(...page.entry.map((entry) => entry.resource.id));
    page = await client.nextPage({ bundle: page });
  }
  assert.equal(ids.length, 2);
  assert.equal(new Set(ids).size, 2);
});

await step('operations', async () => {
  const everything = await client.operation({
    name: 'everything',
    resourceType: 'Patient',
    id: kirk.id,
    method: 'GET',
  });
  assert.equal(everything.resourceType, 'Bundle');
  const outcome = await client.operation({
    name: 'validate',
    resourceType: 'Patient',
    input: patient('Valid'),
  });
  assert.equal(outcome.resourceType, 'OperationOutcome');
});

await step('delete', async () => {
  await client.delete({ resourceType: 'Patient', id: kirk.id });
  await assert.rejects(client.read({ resourceType: 'Patient', id: kirk.id }), (error) => {
    assert.equal(error.response.status, 410);
    assert.equal(error.response.data.resourceType, 'OperationOutcome');
    return true;
  });
});

await step('errors', async () => {
  await assert.rejects(
    client.create({ resourceType: 'Patient', body: { resourceType: 'Patient', nonsense: 1 } }),
    (error) => {
      assert.equal(error.response.status, 400);
      assert.equal(error.response.data.issue[0].severity, 'error');
      return true;
    },
  );
});

process.exitCode = failed ? 1 : 0;
