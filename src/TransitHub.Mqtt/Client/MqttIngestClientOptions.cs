namespace TransitHub.Mqtt.Client;

/// <summary>What an operator may set about taking in from an outside broker.</summary>
public sealed record MqttIngestClientOptions
{
    /// <summary>The broker.</summary>
    public required BrokerUrl Broker { get; init; }

    /// <summary>
    /// The client id, 1 to 128 characters. The broker keeps under it what arrives while this hub is down, so it must stay the same over
    /// restarts and be another one for each hub.
    /// </summary>
    public required string ClientId { get; init; }

    /// <summary>The shared subscription's group: hubs of one group share the messages among them. Null: this hub takes all.</summary>
    public string? Group { get; init; }

    /// <summary>True to take Helsinki's <c>/hfp/…</c> topics too. Default false: no other broker has them.</summary>
    public bool TakesHfp { get; init; }

    /// <summary>
    /// Messages that may be on their way without an acknowledgement, 1 to 65,535; default 4,096: one write to the disk settles all of
    /// them, so this many over the write's time is the rate that one hub takes.
    /// </summary>
    public int ReceiveMaximum { get; init; } = 4_096;

    /// <summary>How long the broker keeps messages for a hub that is down, seconds, 60 to 2,592,000; default 86,400: a day without losing a position.</summary>
    public int SessionExpirySeconds { get; init; } = 86_400;

    /// <summary>Keep alive, seconds, 5 to 600; default 30: a dead broker is noticed within 45.</summary>
    public int KeepAliveSeconds { get; init; } = 30;

    /// <summary>Longest wait for an answer while connecting, seconds, 1 to 300; default 10.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 10;

    /// <summary>First wait before connecting again, milliseconds, 10 to 60,000; default 500; doubles up to <see cref="MaxReconnectMilliseconds"/>.</summary>
    public int MinReconnectMilliseconds { get; init; } = 500;

    /// <summary>Longest wait before connecting again, milliseconds, at least the first, at most 600,000; default 30,000.</summary>
    public int MaxReconnectMilliseconds { get; init; } = 30_000;

    /// <summary>
    /// PEM file of the authorities of which one must have signed the broker's certificate; null: those that this machine trusts. Only with <c>mqtts</c>,
    /// as the two below; the files are read at each connection, so they may be replaced while the hub runs.
    /// </summary>
    public string? Authorities { get; init; }

    /// <summary>PEM file of the hub's own client certificate; null: none.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of that certificate's private key, without a passphrase.</summary>
    public string? Key { get; init; }

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        Require(this.ClientId.Length is >= 1 and <= 128, $"{nameof(this.ClientId)} must have 1 to 128 characters.");
        Require(
            this.Group is null || (this.Group.Length is >= 1 and <= 128 && this.Group.AsSpan().IndexOfAny("/+#") < 0),
            $"{nameof(this.Group)} must have 1 to 128 characters and none of / + #.");
        Require(this.ReceiveMaximum is >= 1 and <= 65_535, $"{nameof(this.ReceiveMaximum)} must be 1 to 65535 messages.");
        Require(this.SessionExpirySeconds is >= 60 and <= 2_592_000, $"{nameof(this.SessionExpirySeconds)} must be 60 to 2592000 seconds.");
        Require(this.KeepAliveSeconds is >= 5 and <= 600, $"{nameof(this.KeepAliveSeconds)} must be 5 to 600 seconds.");
        Require(this.ConnectTimeoutSeconds is >= 1 and <= 300, $"{nameof(this.ConnectTimeoutSeconds)} must be 1 to 300 seconds.");
        Require(this.MinReconnectMilliseconds is >= 10 and <= 60_000, $"{nameof(this.MinReconnectMilliseconds)} must be 10 to 60000 milliseconds.");
        Require(
            this.MaxReconnectMilliseconds <= 600_000 && this.MaxReconnectMilliseconds >= this.MinReconnectMilliseconds,
            $"{nameof(this.MaxReconnectMilliseconds)} must be {nameof(this.MinReconnectMilliseconds)} to 600000 milliseconds.");
        Require((this.Certificate is null) == (this.Key is null), $"{nameof(this.Certificate)} and {nameof(this.Key)} go together: the PEM files of the client certificate and its key.");
        Require(
            this.Broker.UseTls || (this.Authorities ?? this.Certificate) is null,
            $"{nameof(this.Authorities)} and {nameof(this.Certificate)} are for TLS: the broker's URL must start with mqtts.");
        return wrong;

        void Require(bool right, string sentence)
        {
            if (!right)
            {
                wrong.Add(sentence);
            }
        }
    }
}
