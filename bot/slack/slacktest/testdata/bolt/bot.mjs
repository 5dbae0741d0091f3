// A bot by Bolt, for TestBolt: it greets whoever calls it, counts how often its button is
// pressed, asks for a name and a place in a form, and repeats what it is told. Where it
// connects and its tokens come from the environment.
import bolt from '@slack/bolt';

const clientOptions = { slackApiUrl: process.env.SLACK_API };
const logLevel = bolt.LogLevel.ERROR;
const receiver = new bolt.SocketModeReceiver({
  appToken: process.env.SLACK_APP_TOKEN,
  clientPingTimeout: 1000, // which it waits before it connects again too
  installerOptions: { clientOptions },
  logLevel,
});
const app = new bolt.App({ token: process.env.SLACK_BOT_TOKEN, receiver, clientOptions, logLevel });

const plain = (text) => ({ type: 'plain_text', text });

const shown = (words, count) => ({
  text: words,
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: words } },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'more', text: plain('Encore'), value: String(count) },
        { type: 'button', action_id: 'ask', text: plain('Un nom'), style: 'primary' },
      ],
    },
  ],
});

const form = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Un nom'),
  submit: plain('Envoyer'),
  blocks: [
    { type: 'input', block_id: 'name', label: plain('Nom'), element: { type: 'plain_text_input', action_id: 'value' } },
    { type: 'input', block_id: 'place', label: plain('Lieu'), element: { type: 'external_select', action_id: 'place', min_query_length: 2 } },
  ],
};

app.command('/offres', async ({ command, ack, respond }) => {
  await ack();
  await respond(shown(`Bonjour *${command.user_name}* : ${command.text}`, 0));
});

app.action('more', async ({ action, ack, respond }) => {
  await ack();
  const count = Number(action.value) + 1;
  await respond({ ...shown(`Pressé ${count} fois`, count), replace_original: true });
});

app.action('ask', async ({ body, ack, client }) => {
  await ack();
  await client.views.open({ trigger_id: body.trigger_id, view: form });
});

app.options('place', async ({ options, ack }) => {
  const places = ['Nancy', 'Nantes', 'Metz'].filter((name) => name.toLowerCase().startsWith(options.value));
  await ack({ options: places.map((name) => ({ text: plain(name), value: name })) });
});

app.view('form', async ({ ack, view, body, client }) => {
  const { name, place } = view.state.values;
  if (name.value.value === 'non') {
    await ack({ response_action: 'errors', errors: { name: 'Un autre.' } });
    return;
  }
  await ack();
  const words = `Merci ${name.value.value}, de ${place.place.selected_option.value}`;
  await client.chat.postMessage({ channel: body.user.id, text: words });
});

app.message(async ({ message, say }) => {
  await say(`Reçu : ${message.text}`);
});

app.event('app_mention', async ({ event, say }) => {
  await say({ text: 'Oui ?', thread_ts: event.ts });
});

// What fails ends the bot, so that the test sees it.
const end = (err) => {
  console.error(err);
  process.exit(1);
};

app.error(end);
process.once('SIGTERM', () => app.stop().then(() => process.exit(0), end));
app.start().catch(end);
