using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Core;
using TransitHub.Protocol.V1;
using Client = TransitHub.Protocol.V1.TransitHub.TransitHubClient;

namespace TransitHub.Server.Tests.Watching;

/// <summary>Readers that do not take what they asked for, on real sockets.</summary>
[Collection(nameof(Alone))]
public sealed class SlowReaderTests : IAsyncLifetime
{
    private const int Vehicles = 1500;
    private const int States = 60;
    private readonly TestCity city = new();
    private TestWeb web = null!;
    private int moved;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city);
        this.MoveAll();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Who_reads_nothing_holds_up_nobody_costs_a_bounded_buffer_and_gets_the_newest_of_each_later()
    {
        using TcpClient slow = await this.AskAsync();
        using StreamReader quick = new(await this.web.Http.GetStreamAsync(new Uri("/v1/stream", UriKind.Relative), Cancellation));
        await UntilAsync(quick, "id: e.1");
        for (int state = 2; state <= States; state++)
        {
            this.MoveAll();
            string between = await UntilAsync(quick, string.Create(CultureInfo.InvariantCulture, $"id: e.{state}"));
            Assert.DoesNotContain("\"conflated_states\":", between.Replace("\"conflated_states\":0,", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        }

        using StreamReader late = new(slow.GetStream());
        string all = await UntilAsync(late, string.Create(CultureInfo.InvariantCulture, $"id: e.{States}"));
        int left = Regex.Matches(all, "\"conflated_states\":(\\d+)").Max(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        Assert.True(left >= States / 2, $"{left} of {States} states were left out; {all.Length} characters came");
        int whole = await this.web.Http.GetStringAsync(new Uri("/v1/vehicles?limit=1000", UriKind.Relative), Cancellation) is { } list ? list.Length : 0;
        Assert.InRange(all.Length, 1, whole * States / 2);
    }

    [Fact]
    public async Task Who_takes_nothing_for_too_long_is_cut_off_and_counted()
    {
        double before = await this.DroppedAsync();
        using TcpClient slow = await this.AskAsync();
        await this.UntilNoneAsync(readers: 0, atFirst: 1);
        Assert.Equal(before + 1, await this.DroppedAsync());
    }

    [Fact]
    public async Task Who_takes_nothing_over_gRPC_is_cut_off_and_others_on_its_connection_are_not()
    {
        Client hub = new(this.web.Grpc);
        using AsyncServerStreamingCall<WatchEvent> slow = hub.Watch(new WatchRequest(), cancellationToken: Cancellation);
        using AsyncServerStreamingCall<WatchEvent> quick = hub.Watch(new WatchRequest { Filter = new EntityFilter { VehicleIds = { "v0" } } }, cancellationToken: Cancellation);
        Task reading = Task.Run(
            async () =>
            {
                while (await quick.ResponseStream.MoveNext(Cancellation))
                {
                }
            },
            Cancellation);

        await this.UntilNoneAsync(readers: 1, atFirst: 2);

        Assert.False(reading.IsCompleted);
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await slow.ResponseStream.MoveNext(Cancellation))
            {
            }
        });
        quick.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => reading);
    }

    /// <summary>Publishes and lets time go on until only so many streams are left.</summary>
    private async Task UntilNoneAsync(int readers, int atFirst)
    {
        bool began = false;
        for (int round = 0; !began || this.web.Subscribers.Count > readers; round++)
        {
            Assert.InRange(round, 0, 5000);
            began |= this.web.Subscribers.Count == atFirst;
            this.MoveAll();
            this.web.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Cancellation);
        }
    }

    /// <summary>Asks for the stream over a connection that is not read, with a small buffer: a system's own may hold megabytes.</summary>
    private async Task<TcpClient> AskAsync()
    {
        TcpClient client = new() { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(this.web.Http.BaseAddress!.Host, this.web.Http.BaseAddress.Port, Cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"), Cancellation);
        return client;
    }

    private void MoveAll()
    {
        this.moved++;
        for (int i = 0; i < Vehicles; i++)
        {
            this.city.Vehicle(string.Create(CultureInfo.InvariantCulture, $"v{i}"), 13.7 + (0.0001 * (this.moved % 100)));
        }

        this.city.Publish();
    }

    private async Task<double> DroppedAsync()
    {
        string metrics = await this.web.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Match line = Regex.Match(metrics, "^transithub_watch_dropped_total\\{[^}]*\\} ([0-9.]+)", RegexOptions.Multiline);
        return line.Success ? double.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    private static async Task<string> UntilAsync(StreamReader reader, string line)
    {
        StringBuilder read = new();
        while (await reader.ReadLineAsync(Cancellation) is { } next)
        {
            read.AppendLine(next);
            if (next == line)
            {
                return read.ToString();
            }
        }

        throw new InvalidOperationException("The stream ended: " + read);
    }
}
