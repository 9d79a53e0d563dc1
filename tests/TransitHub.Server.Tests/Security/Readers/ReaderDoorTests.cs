using System.Net;
using System.Net.Sockets;
using TransitHub.Server.Options;
using TransitHub.Server.Tests.Hosting;

namespace TransitHub.Server.Tests.Security.Readers;

/// <summary>Connections of readers that ask for nothing, or are too many of one address.</summary>
public sealed class ReaderDoorTests : IDisposable
{
    private readonly List<Socket> silent = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.silent.ForEach(s => s.Dispose());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_address_that_opens_hundreds_and_asks_for_nothing_disturbs_nobody(bool isEncrypted)
    {
        using TestFolder folder = new();
        using Testing.TestCertificates authority = new(folder.Path);
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), new HubOptions
        {
            MaxSilentReaderConnectionsPerAddress = 10, MaxReaderConnectionsPerAddress = 1_000, MaxReaderConnections = 100, Security = isEncrypted ? Encrypted(authority) : new SecurityOptions(),
        });
        for (int i = 0; i < 200; i++)
        {
            await this.OpenAsync(web, IPAddress.Loopback);
            if (i % 20 == 0)
            {
                // Behind the same address, each over a connection of its own.
                using HttpClient neighbor = web.Connect();
                Assert.Equal(HttpStatusCode.OK, (await neighbor.GetAsync("/healthz", Cancellation)).StatusCode);
            }
        }

        await RunningHub.UntilAsync("most were ended", () => Task.FromResult(this.silent.Count(HasEnded) >= 190));
        Assert.Equal(10, this.silent.Count(s => !HasEnded(s)));
        Assert.Contains("reason=\"too_many_silent\"", await web.Http.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_has_not_all_places_and_a_connection_that_asked_stays()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), new HubOptions { MaxReaderConnectionsPerAddress = 2, MaxSilentReaderConnectionsPerAddress = 1 });
        await web.Http.GetStringAsync("/healthz", Cancellation);
        using HttpClient second = web.Connect();
        await second.GetStringAsync("/healthz", Cancellation);
        using HttpClient third = web.Connect();
        await Assert.ThrowsAsync<HttpRequestException>(() => third.GetStringAsync("/healthz", Cancellation));
        using HttpClient elsewhere = From(web, IPAddress.Parse("127.0.0.2"));
        Assert.Contains("reason=\"too_many_of_address\"", await elsewhere.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);

        // A silent one of another address does not end one that has asked for something.
        await this.OpenAsync(web, IPAddress.Parse("127.0.0.2"));
        await web.Http.GetStringAsync("/healthz", Cancellation);
        await elsewhere.GetStringAsync("/healthz", Cancellation);
    }

    [Fact]
    public async Task A_proxy_has_as_many_as_it_needs()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), new HubOptions
        {
            MaxReaderConnectionsPerAddress = 1, Security = new SecurityOptions { Readers = new ReaderOptions { Proxies = ["127.0.0.1"] } },
        });
        await web.Http.GetStringAsync("/healthz", Cancellation);
        using HttpClient second = web.Connect();
        await second.GetStringAsync("/healthz", Cancellation);
    }

    private static SecurityOptions Encrypted(Testing.TestCertificates authority)
    {
        (string certificate, string key) = authority.Server("web", "localhost");
        return new SecurityOptions { Tls = new WebTlsOptions { Certificate = certificate, Key = key } };
    }

    private static HttpClient From(TestWeb web, IPAddress address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = web.Http.BaseAddress };

    // Readable without a byte: the other side has closed it.
    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) || socket.Poll(0, SelectMode.SelectError);

    private async Task OpenAsync(TestWeb web, IPAddress from)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        this.silent.Add(socket);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, web.Http.BaseAddress!.Port, Cancellation);
    }
}
