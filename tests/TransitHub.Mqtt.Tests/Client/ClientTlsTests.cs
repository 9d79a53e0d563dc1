using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Mqtt.Client;
using TransitHub.Testing;

namespace TransitHub.Mqtt.Tests.Client;

/// <summary>A hub that reads from a real Mosquitto over TLS.</summary>
public sealed class ClientTlsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-tls-").FullName;
    private readonly TestCertificates authority;

    public ClientTlsTests() => this.authority = new TestCertificates(this.folder);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        this.authority.Dispose();
        Directory.Delete(this.folder, recursive: true);
    }

    [Fact]
    public async Task Reads_over_TLS_with_a_client_certificate_and_only_from_whom_it_trusts()
    {
        (string certificate, string key) = this.authority.Server("broker");
        (string own, string ownKey) = this.authority.Client("hub", "hub");
        using TestCertificates stranger = new(this.folder, "stranger");
        await using Mosquitto broker = await Mosquitto.StartAsync(
            Cancellation,
            $"allow_anonymous false\ncafile {this.authority.AuthorityFile}\ncertfile {certificate}\nkeyfile {key}\nrequire_certificate true\nuse_identity_as_username true\nlog_type error");
        await using Hub hub = Hub.WithoutBroker();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        MqttIngestClientOptions right = Options(broker.Port) with { Authorities = this.authority.AuthorityFile, Certificate = own, Key = ownKey };
        MqttIngestClient[] refused = [.. new[] { right with { Authorities = stranger.AuthorityFile }, right with { Authorities = null }, right with { Certificate = null, Key = null }, right with { Authorities = ownKey } }
            .Select((options, i) => Client(hub, options with { ClientId = $"refused-{i}" }))];
        MqttIngestClient taken = Client(hub, right);
        Task[] running = [.. refused.Append(taken).Select(c => c.RunAsync(stop.Token))];
        await Eventually.TrueAsync(() => taken.State.Connected, () => $"{taken.State}");
        await Eventually.TrueAsync(() => refused.All(c => c.State.Attempts >= 2), () => string.Join('\n', refused.Select(c => c.State.ToString())));
        Assert.All(refused, c => Assert.False(c.State.Connected, $"{c.State}"));

        await Mosquitto.PublishAsync(broker.Port, Hub.Topic("a"), Hub.Position(), Cancellation, "-q", "1", "--cafile", this.authority.AuthorityFile, "--cert", own, "--key", ownKey);
        await hub.AcceptedAsync(1);
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_named()
    {
        Assert.Contains("Certificate and Key", Assert.Single((Options(1) with { Certificate = "c" }).Check()), StringComparison.Ordinal);
        MqttIngestClientOptions plain = Options(1) with { Broker = new BrokerUrl("localhost", 1, false, null, null) };
        Assert.Empty(plain.Check());
        Assert.Contains("mqtts", Assert.Single((plain with { Authorities = "a" }).Check()), StringComparison.Ordinal);
    }

    private static MqttIngestClientOptions Options(int port) => new()
    {
        Broker = new BrokerUrl("localhost", port, true, null, null), ClientId = "hub", MinReconnectMilliseconds = 10, MaxReconnectMilliseconds = 50, ConnectTimeoutSeconds = 5,
    };

    private static MqttIngestClient Client(Hub hub, MqttIngestClientOptions options) => new(options, hub.Ingest, TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
}
