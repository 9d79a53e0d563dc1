using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TransitHub.Core.Time;
using TransitHub.Mqtt.Topics;

namespace TransitHub.Mqtt.Client;

/// <summary>
/// Takes in from an outside broker: a persistent MQTT 5 session, so that the broker keeps what arrives
/// while the hub is away; acknowledgements by hand after the write to the disk; a new connection whenever
/// the old one is lost.
/// </summary>
public sealed class MqttIngestClient
{
    private readonly MqttIngestClientOptions options;
    private readonly MqttIngest ingest;
    private readonly TimeProvider clock;
    private readonly RetryDelay delay;
    private readonly ILogger logger;
    private volatile BrokerConnection state;

    /// <summary>Puts the parts together; <see cref="RunAsync"/> connects.</summary>
    /// <param name="options">The operator's settings.</param>
    /// <param name="ingest">Where messages go.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="random">Spreads reconnections.</param>
    /// <param name="loggers">Where the log goes.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public MqttIngestClient(MqttIngestClientOptions options, MqttIngest ingest, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ingest);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(loggers);
        if (options.Check() is { Count: > 0 } wrong)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }

        this.options = options;
        this.ingest = ingest;
        this.clock = clock;
        this.delay = new RetryDelay(options.MinReconnectMilliseconds, options.MaxReconnectMilliseconds, random);
        this.logger = loggers.CreateLogger<MqttIngestClient>();
        this.state = new BrokerConnection(false, Timestamp.Now(clock), null, 0);
    }

    /// <summary>How it stands with the broker. Safe for many threads.</summary>
    public BrokerConnection State => this.state;

    /// <summary>Connects, takes in and connects again until cancelled. The session stays at the broker.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            string reason = await this.RunOnceAsync(cancellationToken).ConfigureAwait(false);
            this.state = new BrokerConnection(false, Timestamp.Now(this.clock), reason, this.state.Attempts);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            TimeSpan wait = this.delay.Next();
            MqttLog.BrokerUnreachable(this.logger, this.options.Broker.ToString(), reason, (int)wait.TotalMilliseconds);
            await Task.Delay(wait, this.clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Gives what ended the connection, in words.
    private async Task<string> RunOnceAsync(CancellationToken cancellationToken)
    {
        this.state = this.state with { Attempts = this.state.Attempts + 1 };
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += args =>
        {
            lost.TrySetResult(args.Exception?.Message ?? args.ReasonString ?? args.Reason.ToString());
            return Task.CompletedTask;
        };
        ManualAcknowledgements acknowledgements = new(this.ingest, this.options.ReceiveMaximum, this.options.Group is not null);
        client.ApplicationMessageReceivedAsync += message => acknowledgements.TakeAsync(message, over.Token);
        Task<string> acknowledging = acknowledgements.RunAsync(over.Token);
        string reason;
        try
        {
            bool kept = await this.ConnectAsync(client, cancellationToken).ConfigureAwait(false);
            await this.SubscribeAsync(client, cancellationToken).ConfigureAwait(false);
            this.state = this.state with { Connected = true, Since = Timestamp.Now(this.clock) };
            MqttLog.BrokerConnected(this.logger, this.options.Broker.ToString(), kept);
            this.delay.Reset();
            Task<string> first = await Task.WhenAny(lost.Task, acknowledging).ConfigureAwait(false);
            reason = await first.ConfigureAwait(false);
        }
        catch (Exception e) when (LostConnection.Is(e) || e is AuthenticationException or CryptographicException or UnauthorizedAccessException)
        {
            reason = e.InnerException?.Message ?? e.Message;
        }
        catch (OperationCanceledException)
        {
            reason = cancellationToken.IsCancellationRequested ? "stopped" : "no answer in time";
        }

        await over.CancelAsync().ConfigureAwait(false);
        await acknowledging.ConfigureAwait(false);
        await DisconnectAsync(client).ConfigureAwait(false);
        return reason;
    }

    private static async Task DisconnectAsync(IMqttClient client)
    {
        if (!client.IsConnected)
        {
            return;
        }

        try
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions()).ConfigureAwait(false);
        }
        catch (Exception e) when (LostConnection.Is(e))
        {
            // It is over either way; the session at the broker does not depend on a polite end.
        }
    }

    private async Task<bool> ConnectAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        BrokerUrl broker = this.options.Broker;
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(this.options.ClientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)this.options.SessionExpirySeconds)
            .WithReceiveMaximum((ushort)this.options.ReceiveMaximum)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(this.options.KeepAliveSeconds))
            .WithTimeout(TimeSpan.FromSeconds(this.options.ConnectTimeoutSeconds))
            .WithTlsOptions(BrokerTls.Of(this.options));
        if (broker.UserName is not null)
        {
            builder = builder.WithCredentials(broker.UserName, broker.Password ?? string.Empty);
        }

        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(this.options.ConnectTimeoutSeconds), this.clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        MqttClientConnectResult result = await client.ConnectAsync(builder.Build(), either.Token).ConfigureAwait(false);
        return result.ResultCode == MqttClientConnectResultCode.Success
            ? result.IsSessionPresent
            : throw new MqttCommunicationException($"the broker refused the connection: {result.ResultCode} {result.ReasonString}");
    }

    private async Task SubscribeAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        List<string> filters = [TopicName.HubFilter];
        if (this.options.TakesHfp)
        {
            filters.Add(TopicName.HfpFilter);
        }

        MqttClientSubscribeOptionsBuilder all = new();
        foreach (string filter in filters)
        {
            all = all.WithTopicFilter(f => f
                .WithTopic(this.options.Group is { } group ? $"$share/{group}/{filter}" : filter)
                .WithAtLeastOnceQoS()
                .WithRetainHandling(MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly));
        }

        await SubscribeAsync(client, all.Build(), cancellationToken).ConfigureAwait(false);
        if (this.options.Group is not null)
        {
            // A shared subscription is not sent what was retained before it: that needs one of its own.
            MqttClientSubscribeOptions retained = new MqttClientSubscribeOptionsBuilder()
                .WithSubscriptionIdentifier(ManualAcknowledgements.RetainedOnly)
                .WithTopicFilter(f => f
                    .WithTopic(TopicName.StatusFilter)
                    .WithAtLeastOnceQoS()
                    .WithRetainHandling(MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly))
                .Build();
            await SubscribeAsync(client, retained, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SubscribeAsync(IMqttClient client, MqttClientSubscribeOptions options, CancellationToken cancellationToken)
    {
        MqttClientSubscribeResult result = await client.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
            {
                throw new MqttCommunicationException($"the broker refused the subscription to {item.TopicFilter.Topic}: {item.ResultCode} {result.ReasonString}");
            }
        }
    }
}
