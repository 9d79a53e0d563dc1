using System.Globalization;
using System.Text;
using TransitHub.Core.Observations;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Commands;

/// <summary>Recordings through real brokers into a real feed: what was published is accepted or rejected by reason, to the last one.</summary>
public sealed class PublishCommandTests : IDisposable
{
    private readonly ReplayFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Every_published_position_is_accepted_or_rejected_by_reason(string qos)
    {
        await using ListeningHub hub = await ListeningHub.WithBrokerAsync(this.folder.In("log"), Cancellation);
        CommandRun run = await Publish(this.folder.Write("p.csv", Positions()), "positions-csv", hub.Url, "max", "--shift-to-now", "--qos", qos);
        await hub.SettledAsync(401, Cancellation);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal(
            ["1 of 402 items could not be read and were not sent", qos == "1" ? "published 401, acknowledged 401" : "published 401, acknowledged 0 (QoS 0 has no acknowledgement)"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(401, hub.Ingest.Published);
        Assert.Equal(401, hub.Counters.Accepted + hub.Rejected.Values.Sum());
        Assert.Equal(1, hub.Rejected.Values.Sum());
    }

    [Fact]
    public async Task Every_position_passes_through_Mosquitto()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(Cancellation);
        await using ListeningHub hub = await ListeningHub.BehindAsync(broker.Port, this.folder.In("log"), Cancellation);
        CommandRun run = await Publish(this.folder.Write("p.csv", Positions()), "positions-csv", $"mqtt://127.0.0.1:{broker.Port}", "max", "--shift-to-now");
        await hub.SettledAsync(401, Cancellation);

        Assert.EndsWith("published 401, acknowledged 401\n", run.Output, StringComparison.Ordinal);
        Assert.Equal((401, 401), (hub.Ingest.Published, hub.Counters.Accepted + hub.Rejected.Values.Sum()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loses_none_of_Helsinkis_messages(bool throughMosquitto)
    {
        Assert.SkipUnless(SharedData.Has("helsinki"), SharedData.SkipReason);
        await using Mosquitto? broker = throughMosquitto ? await Mosquitto.StartAsync(Cancellation) : null;
        await using ListeningHub hub = broker is null
            ? await ListeningHub.WithBrokerAsync(this.folder.In("log"), Cancellation)
            : await ListeningHub.BehindAsync(broker.Port, this.folder.In("log"), Cancellation);
        string url = broker is null ? hub.Url : $"mqtt://127.0.0.1:{broker.Port}";
        CommandRun run = await Publish(SharedData.Path("helsinki/hfp-2500.txt.gz"), "mqtt-text", url, "10", "--shift-to-now");
        await hub.SettledAsync(2500, Cancellation);

        Assert.EndsWith("published 2500, acknowledged 2500\n", run.Output, StringComparison.Ordinal);
        Assert.Equal((2500, 2500), (hub.Ingest.Published, hub.Counters.Accepted + hub.Rejected.Values.Sum()));
        Assert.Equal(68, hub.Rejected[RejectionReason.NothingToUse]);
    }

    [Fact]
    public async Task A_hubs_own_log_can_be_replayed()
    {
        await using (ListeningHub hub = await ListeningHub.WithBrokerAsync(this.folder.In("log"), Cancellation))
        {
            await Publish(this.folder.Write("p.csv", Positions()), "positions-csv", hub.Url, "max", "--shift-to-now");
            await hub.SettledAsync(401, Cancellation);
        }

        CommandRun run = await this.folder.Replay(this.folder.In("log"), "log");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal((400, 400), ((int)this.folder.Summary()["rows"]!, (int)this.folder.Summary()["accepted"]!));
    }

    [Theory]
    [InlineData("--mqtt", "http://127.0.0.1:1883", "--mqtt: a broker is given as mqtt://host:port")]
    [InlineData("--speed", "fast", "--speed must be a number above 0 or max, not 'fast'")]
    [InlineData("--speed", "0", "--speed must be a number above 0")]
    [InlineData("--qos", "2", "--qos must be 0 to 1, not 2")]
    [InlineData("--in-flight", "0", "--in-flight must be 1 to 65535")]
    [InlineData("--reconnect", "-1", "--reconnect must be 0 to 3600")]
    [InlineData("--input", "/no/such/file", "There is no file /no/such/file")]
    public async Task Names_the_option_that_cannot_be(string option, string value, string told)
    {
        Dictionary<string, string> call = new()
        {
            ["--feed"] = "f",
            ["--input"] = this.folder.Write("p.csv", Positions()),
            ["--format"] = "positions-csv",
            ["--mqtt"] = "mqtt://127.0.0.1:1",
            [option] = value,
        };
        CommandRun run = await CommandRun.Of(["publish", .. call.SelectMany(o => new[] { o.Key, o.Value })]);
        run.AssertFailed(2, told);
    }

    [Fact]
    public async Task Says_that_no_broker_answers()
    {
        CommandRun run = await Publish(this.folder.Write("p.csv", Positions()), "positions-csv", "mqtt://127.0.0.1:1", "max");
        run.AssertFailed(1, "No broker takes this client at mqtt://127.0.0.1:1");
    }

    private static Task<CommandRun> Publish(string input, string format, string url, string speed, params string[] more) =>
        CommandRun.Of(["publish", "--feed", "f", "--input", input, "--format", format, "--mqtt", url, "--speed", speed, .. more]);

    /// <summary>400 vehicles with a good position each, one that leaps to Siberia within the second, and a row that cannot be read.</summary>
    private static string Positions()
    {
        StringBuilder text = new("received_unix,measured_unix,vehicle_id,lat,lon\n");
        for (int i = 0; i < 400; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"1700000005,1700000000,v{i},13.75,100.5\n");
        }

        return text.Append("1700000005,1700000000,v0,63.75,100.5\n1700000005,1700000000,bad,north,100.5\n").ToString();
    }
}
