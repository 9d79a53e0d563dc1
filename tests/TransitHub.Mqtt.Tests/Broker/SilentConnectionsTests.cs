using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Broker;

namespace TransitHub.Mqtt.Tests.Broker;

/// <summary>Connections that never log in.</summary>
public sealed class SilentConnectionsTests : IDisposable
{
    private readonly List<Socket> silent = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.silent.ForEach(s => s.Dispose());

    [Fact]
    public async Task One_address_that_opens_hundreds_keeps_few_and_disturbs_neither_others_nor_its_neighbors()
    {
        await using Hub hub = await Hub.StartAsync(new EmbeddedBrokerOptions { MaxSilentPerAddress = 20, MaxSilentConnections = 1_000, MaxConnections = 200 });
        for (int i = 0; i < 300; i++)
        {
            await this.OpenAsync(hub, "127.0.0.1");
            if (i % 15 == 0)
            {
                // One behind the same address, and one of another.
                await LogInAsync(hub, i, "127.0.0.1");
                await LogInAsync(hub, i + 1, "127.0.0.2");
            }
        }

        await Eventually.TrueAsync(
            () => hub.Directory.Unrouted.CountOf(RejectionReason.TooManyWaiting) >= 280 && hub.Broker!.Waiting == 20,
            () => $"{hub.Broker!.Waiting} wait, {hub.Directory.Unrouted.CountOf(RejectionReason.TooManyWaiting)} were ended");
        Assert.Equal("127.0.0.1", hub.Directory.Unrouted.SamplesOf(RejectionReason.TooManyWaiting)[^1].Device);
        await EndsAsync(this.silent[0]);
    }

    [Fact]
    public async Task Many_addresses_together_keep_as_many_as_there_may_be()
    {
        await using Hub hub = await Hub.StartAsync(new EmbeddedBrokerOptions { MaxSilentPerAddress = 20, MaxSilentConnections = 50 });
        for (int i = 0; i < 100; i++)
        {
            await this.OpenAsync(hub, string.Create(CultureInfo.InvariantCulture, $"127.0.1.{i % 10}"));
            if (i == 80)
            {
                await LogInAsync(hub, 1, "127.0.0.2");
            }
        }

        await Eventually.TrueAsync(() => hub.Directory.Unrouted.CountOf(RejectionReason.TooManyWaiting) >= 50 && hub.Broker!.Waiting == 50, () => $"{hub.Broker!.Waiting} wait");
    }

    [Fact]
    public async Task One_that_sends_no_login_in_its_time_is_ended_and_counted_and_one_that_did_stays()
    {
        await using Hub hub = await Hub.StartAsync(new EmbeddedBrokerOptions { ConnectTimeoutSeconds = 3 });
        (RawClient client, _) = await RawClient.ConnectAsync(hub.Address, 5);
        using RawClient connected = client;
        Socket mute = await this.OpenAsync(hub, "127.0.0.1");
        Socket half = await this.OpenAsync(hub, "127.0.0.1");
        await half.SendAsync("\x10\x20\0\x04MQ"u8.ToArray(), Cancellation);
        await Eventually.TrueAsync(() => hub.Broker!.Waiting == 2, () => $"{hub.Broker!.Waiting} wait");
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, hub.Directory.Unrouted.CountOf(RejectionReason.LoginMissing));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, hub.Directory.Unrouted.CountOf(RejectionReason.LoginMissing));
        await EndsAsync(mute);
        await EndsAsync(half);
        await client.ExpectOnlyPingAsync();
        Assert.Equal(0, hub.Broker!.Waiting);
    }

    [Fact]
    public void What_goes_on_with_a_time_of_its_own_is_not_overdue_and_waits_anew_afterwards()
    {
        FakeTimeProvider clock = new();
        WaitingRoom room = new(10, 10, clock);
        WaitingRoom.Place place = room.Enter(IPAddress.Loopback, static () => { }, out _);
        place.Pause();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(room.TakeOverdue(TimeSpan.FromSeconds(5)));
        place.Resume();
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(room.TakeOverdue(TimeSpan.FromSeconds(5)));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(place, Assert.Single(room.TakeOverdue(TimeSpan.FromSeconds(5))));
        place.Dispose();
        Assert.Equal(0, room.Count);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void Of_IPv6_one_machine_has_a_whole_64(string one, string other, bool isSame) =>
        Assert.Equal(isSame, ClientAddress.NetworkOf(IPAddress.Parse(one)) == ClientAddress.NetworkOf(IPAddress.Parse(other)));

    private static async Task LogInAsync(Hub hub, int number, string from)
    {
        (RawClient client, byte[] answer) = await RawClient.ConnectAsync(hub.Address, 5, string.Create(CultureInfo.InvariantCulture, $"good-{number}"), from: IPAddress.Parse(from).MapToIPv6());
        using RawClient connected = client;
        Assert.Equal(0, answer[1]);
        await client.PublishAsync(1, 1, Hub.Topic(string.Create(CultureInfo.InvariantCulture, $"good-{number}")), Hub.Position());
        await client.ExpectRefusalAsync(RawClient.PubAck, 1, 0);
    }

    private static async Task EndsAsync(Socket socket)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], Cancellation));
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }
    }

    private async Task<Socket> OpenAsync(Hub hub, string from)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        this.silent.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(hub.Address, Cancellation);
        return socket;
    }
}
