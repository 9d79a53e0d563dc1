using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Broker;
using TransitHub.Mqtt.Broker.Tls;
using TransitHub.Testing;

namespace TransitHub.Mqtt.Tests.Broker;

public sealed class TlsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("transithub-tls-").FullName;
    private readonly TestCertificates authority;
    private readonly List<LoginAttempt> attempts = [];

    public TlsTests() => this.authority = new TestCertificates(this.folder);

    public void Dispose()
    {
        this.authority.Dispose();
        Directory.Delete(this.folder, recursive: true);
    }

    [Theory]
    [InlineData("tlsv1.2")]
    [InlineData("tlsv1.3")]
    public async Task Takes_positions_of_mosquitto_pub_over_TLS(string version)
    {
        await using Hub hub = await this.StartAsync();
        await Mosquitto.PublishAsync(
            hub.Broker!.TlsListensOn!.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken, "-q", "1", "--cafile", this.authority.AuthorityFile, "--tls-version", version);
        await hub.AcceptedAsync(1);
    }

    [Fact]
    public async Task Refuses_older_TLS_and_what_is_no_TLS_and_counts_both()
    {
        await using Hub hub = await this.StartAsync();
        using Socket plain = new(SocketType.Stream, ProtocolType.Tcp);
        await plain.ConnectAsync(hub.Broker!.TlsListensOn!, TestContext.Current.CancellationToken);
        await plain.SendAsync("\x10\x0c\0\x04MQTT\x04\x02\0\x3c\0\0"u8.ToArray(), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => hub.Directory.Unrouted.CountOf(RejectionReason.TlsRefused) == 1, () => "plain MQTT was not counted");
#pragma warning disable SYSLIB0039, CA5397 // What is refused is an old version.
        await Assert.ThrowsAnyAsync<Exception>(() => this.CertificateOfAsync(hub, SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        Assert.Equal("CN=localhost", await this.CertificateOfAsync(hub, SslProtocols.Tls12));
    }

    [Fact]
    public async Task A_new_certificate_is_used_without_a_restart_and_a_broken_one_is_not()
    {
        await using Hub hub = await this.StartAsync();
        Assert.Equal("CN=localhost", await this.CertificateOfAsync(hub));
        this.authority.Server("broker", "second");
        Assert.Equal("CN=localhost", await this.CertificateOfAsync(hub));
        hub.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=second", await this.CertificateOfAsync(hub));

        await File.WriteAllTextAsync(Path.Combine(this.folder, "broker.key"), "no key", TestContext.Current.CancellationToken);
        hub.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=second", await this.CertificateOfAsync(hub));

        this.authority.Server("broker", "third");
        hub.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=third", await this.CertificateOfAsync(hub));
    }

    [Fact]
    public async Task A_client_certificate_names_its_device()
    {
        await using Hub hub = await this.StartAsync(t => t with { ClientAuthorities = this.authority.AuthorityFile });
        (string certificate, string key) = this.authority.Client("device", "box-1", "box-1.example.org");
        await Mosquitto.PublishAsync(
            hub.Broker!.TlsListensOn!.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken,
            "-q", "1", "--cafile", this.authority.AuthorityFile, "--cert", certificate, "--key", key);
        Assert.Equal(["box-1", "box-1.example.org"], Assert.Single(this.attempts).CertificateNames);
    }

    [Fact]
    public async Task A_client_certificate_may_be_left_out_unless_it_is_required()
    {
        await using Hub optional = await this.StartAsync(t => t with { ClientAuthorities = this.authority.AuthorityFile });
        Assert.Equal("CN=localhost", await this.CertificateOfAsync(optional));
        await Mosquitto.PublishAsync(
            optional.Broker!.TlsListensOn!.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken, "-q", "1", "--cafile", this.authority.AuthorityFile);
        Assert.Empty(Assert.Single(this.attempts).CertificateNames);

        await using Hub required = await this.StartAsync(t => t with { ClientAuthorities = this.authority.AuthorityFile, RequireClientCertificate = true });
        await Assert.ThrowsAnyAsync<Exception>(() => Mosquitto.PublishAsync(
            required.Broker!.TlsListensOn!.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken, "-q", "1", "--cafile", this.authority.AuthorityFile));
        Assert.True(required.Directory.Unrouted.CountOf(RejectionReason.TlsRefused) >= 1);
        Assert.Single(this.attempts);
    }

    [Fact]
    public async Task A_client_certificate_of_another_authority_is_refused()
    {
        await using Hub hub = await this.StartAsync(t => t with { ClientAuthorities = this.authority.AuthorityFile });
        using TestCertificates stranger = new(this.folder, "stranger");
        (string certificate, string key) = stranger.Client("thief", "box-1");
        await Assert.ThrowsAnyAsync<Exception>(() => Mosquitto.PublishAsync(
            hub.Broker!.TlsListensOn!.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken,
            "-q", "1", "--cafile", this.authority.AuthorityFile, "--cert", certificate, "--key", key));
        Assert.Empty(this.attempts);
        Assert.True(hub.Directory.Unrouted.CountOf(RejectionReason.TlsRefused) >= 1);
    }

    [Fact]
    public async Task A_server_certificate_is_none_of_a_device()
    {
        await using Hub hub = await this.StartAsync(t => t with { ClientAuthorities = this.authority.AuthorityFile });
        (string certificate, string key) = this.authority.Server("other", "box-1");
        await Assert.ThrowsAnyAsync<Exception>(() => Mosquitto.PublishAsync(
            hub.Broker!.TlsListensOn!.Port, Hub.Topic("a"), Hub.Position(), TestContext.Current.CancellationToken,
            "-q", "1", "--cafile", this.authority.AuthorityFile, "--cert", certificate, "--key", key));
        Assert.Empty(this.attempts);
    }

    [Fact]
    public async Task A_handshake_that_takes_too_long_is_ended()
    {
        await using Hub hub = await this.StartAsync();
        using Socket silent = new(SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(hub.Broker!.TlsListensOn!, TestContext.Current.CancellationToken);
        Task<int> ended = silent.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken).AsTask();
        await Eventually.TrueAsync(
            () =>
            {
                hub.Clock.Advance(TimeSpan.FromSeconds(11));
                return ended.IsCompleted;
            },
            () => "it is still open");
        Assert.Equal(1, hub.Directory.Unrouted.CountOf(RejectionReason.TlsRefused));
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_named_at_the_start()
    {
        await using Hub hub = Hub.WithoutBroker();
        (string certificate, string key) = this.authority.Server("broker");
        foreach (BrokerTlsOptions wrong in new[]
        {
            new BrokerTlsOptions { Certificate = certificate, Key = Path.Combine(this.folder, "absent.key") },
            new BrokerTlsOptions { Certificate = certificate, Key = certificate },
            new BrokerTlsOptions { Certificate = certificate, Key = key, ClientAuthorities = key },
        })
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(
                () => new EmbeddedBroker(new EmbeddedBrokerOptions { Tls = wrong }, hub.Ingest, null, TimeProvider.System, NullLoggerFactory.Instance));
            Assert.Contains(certificate, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Give PEM files", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_that_cannot_be_are_named()
    {
        Assert.Contains("Certificate and Key", Assert.Single(new BrokerTlsOptions().Check()), StringComparison.Ordinal);
        BrokerTlsOptions right = new() { Certificate = "c", Key = "k" };
        Assert.Empty(right.Check());
        Assert.Contains("ClientAuthorities", Assert.Single((right with { RequireClientCertificate = true }).Check()), StringComparison.Ordinal);
        Assert.Contains("ReloadSeconds is 0", Assert.Single((right with { ReloadSeconds = 0 }).Check()), StringComparison.Ordinal);
    }

    private Task<Hub> StartAsync(Func<BrokerTlsOptions, BrokerTlsOptions>? change = null)
    {
        (string certificate, string key) = this.authority.Server("broker");
        BrokerTlsOptions tls = new() { Address = new IPEndPoint(IPAddress.Loopback, 0), Certificate = certificate, Key = key };
        return Hub.StartAsync(new EmbeddedBrokerOptions { Tls = change?.Invoke(tls) ?? tls }, login: (attempt, _) =>
        {
            this.attempts.Add(attempt);
            return ValueTask.FromResult(LoginVerdict.Welcome(null));
        });
    }

    private async Task<string> CertificateOfAsync(Hub hub, SslProtocols version = SslProtocols.None)
    {
        using TcpClient client = new();
        await client.ConnectAsync(hub.Broker!.TlsListensOn!, TestContext.Current.CancellationToken);
        await using SslStream stream = new(client.GetStream());
        using X509Certificate2 trusted = X509CertificateLoader.LoadCertificateFromFile(this.authority.AuthorityFile);
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "localhost",
            EnabledSslProtocols = version,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        options.CertificateChainPolicy.CustomTrustStore.Add(trusted);
        await stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        return stream.RemoteCertificate!.Subject;
    }
}
