using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Shards;

public sealed class ShardDetailsTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_772_400_000);

    [Fact]
    public void What_a_shard_reports_comes_back_whole_from_its_bytes()
    {
        var machine = new ShardMachine(new ShardSetup(ShardId.From(FeedId.Parse("city"), 0), 1, Schedule.Empty, new FeedRuntimeOptions()));
        Observation[] all =
        [
            new AvlReport { Device = DeviceId.Parse("bus-1"), ReceivedAt = Start, MeasuredAt = Start, Latitude = 13.75, Longitude = 100.5 },
            new AvlReport { Device = DeviceId.Parse("bus-1"), ReceivedAt = Start.AddSeconds(1), MeasuredAt = Start.AddSeconds(1), Latitude = 91, Longitude = 100.5 },
            new StatusReport { Device = DeviceId.Parse("bus-1"), ReceivedAt = Start.AddSeconds(1), Online = false },
            new PassengerCount { Device = DeviceId.Parse("bus-1"), ReceivedAt = Start.AddSeconds(2), MeasuredAt = Start.AddSeconds(2), Load = 12 },
            new PassageReport { Device = DeviceId.Parse("camera"), ReceivedAt = Start.AddSeconds(3), MeasuredAt = Start.AddSeconds(3), Channel = "in", Class = "bus" },
            new TrafficCount { Device = DeviceId.Parse("camera"), ReceivedAt = Start.AddSeconds(300), Channel = "in", Class = "bus", From = Start, To = Start.AddSeconds(300), Count = 8 },
            .. Enumerable.Range(1, 8).Select(i => TimerTick.At(Start.AddSeconds(i * 900))),
        ];
        foreach (Observation observation in all)
        {
            machine.Take(new LoggedRecord(machine.Sequence + 1, observation));
        }

        var details = ShardDetails.Of(machine, Start);
        Assert.Equal(["bus-1", "camera"], details.Devices.Select(d => d.Device.ToString()));
        Assert.NotNull(details.Devices[0].Status);
        Assert.NotNull(details.Devices[0].LastLoad);
        Assert.NotEmpty(details.Devices[0].Refusals);
        Assert.NotEmpty(details.Devices[1].LastPassages);
        Assert.NotEmpty(details.Devices[1].Counts);
        Assert.NotEmpty(details.Samples);
        Assert.NotEmpty(details.Verdicts);
        Assert.Equivalent(details, ReportForm.ByNames.DecodeDetails(ReportForm.ByNames.EncodeDetails(details)), strict: true);
        var report = ShardReport.Of(machine, new ShardProgress(), Start, Start);
        Assert.NotEmpty(report.Reasons);
        Assert.Equivalent(report, ReportForm.ByNames.Decode(ReportForm.ByNames.Encode(report)), strict: true);
    }
}
