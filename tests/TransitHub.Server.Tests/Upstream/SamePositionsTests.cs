using System.Text;
using System.Text.Json;
using Google.Protobuf;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Mqtt.Decoding;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Options;
using TransitHub.Server.Upstream;
using TransitHub.Simulation.Recordings;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Upstream;

/// <summary>VehiclePositions in, good TripUpdates out: a real city's positions, polled from a web server and sent over MQTT.</summary>
public sealed class SamePositionsTests
{
    private const int EverySeconds = 30;

    [Fact]
    public async Task Positions_of_another_feed_give_the_trip_updates_that_they_give_over_MQTT()
    {
        Assert.SkipUnless(SharedData.Has("wmata-2026-02-16"), SharedData.SkipReason);
        Schedule schedule;
        await using (FileStream gtfs = File.OpenRead(SharedData.Path("wmata-2026-02-16/gtfs.zip")))
        {
            schedule = ScheduleReader.Read(gtfs, cancellationToken: TestContext.Current.CancellationToken).Schedule;
        }

        await using AgencyServer agency = await AgencyServer.StartAsync();
        byte[] body = [];
        agency.Answer = context => context.Response.Body.WriteAsync(body).AsTask();
        using var fetcher = new UpstreamFetcher(new UpstreamSource { Name = "agency", Url = agency.Address + "/vehicles" }, TimeProvider.System);
        var upstream = new UpstreamFeed(DeviceId.Parse("agency"), new UpstreamFeedOptions());
        var decoder = new MessageDecoder(new DecoderOptions());
        Way polled = new(schedule);
        Way sent = new(schedule);
        int compared = 0;
        int rounds = 0;

        foreach ((Timestamp at, Dictionary<string, AvlReport> newest, List<AvlReport> fresh) in Rounds())
        {
            body = MessageOf(at, newest.Values).ToByteArray();
            UpstreamAnswer answer = await fetcher.FetchAsync(TestContext.Current.CancellationToken);
            UpstreamContent content = upstream.Read(answer.Bytes!, at);
            upstream.Commit(content);
            Assert.Empty(content.Rejections);
            content.Observations.ForEach(polled.Take);
            foreach (AvlReport report in fresh.OrderBy(r => newest.Keys.ToList().IndexOf(r.Device.ToString())))
            {
                DecodedMessage message = decoder.Decode($"transithub/v1/city/avl/{report.Device}", JsonOf(report), null, at);
                Assert.Empty(message.Rejections);
                message.Observations.ToList().ForEach(sent.Take);
            }

            if (++rounds % 20 == 0)
            {
                byte[] theirs = polled.TripUpdates(at);
                Assert.Equal(sent.TripUpdates(at), theirs);
                compared += FeedMessage.Parser.ParseFrom(theirs).Entity.Count;
            }
        }

        Assert.True(compared > 100, $"{compared} updates were compared");
    }

    /// <summary>Every half minute: each vehicle's newest report, and those that are new.</summary>
    private static IEnumerable<(Timestamp At, Dictionary<string, AvlReport> Newest, List<AvlReport> Fresh)> Rounds()
    {
        using Recording recording = RecordingReader.Open(SharedData.Path("wmata-2026-02-16/positions.csv.gz"), RecordingFormat.PositionsCsv);
        Dictionary<string, AvlReport> newest = new(StringComparer.Ordinal);
        Dictionary<string, AvlReport> fresh = new(StringComparer.Ordinal);
        long until = 0;
        while (recording.TryRead(out RecordedItem item))
        {
            if (item.Observation is not AvlReport report)
            {
                continue;
            }

            until = until == 0 ? report.ReceivedAt.UnixSeconds + EverySeconds : until;
            if (report.ReceivedAt.UnixSeconds >= until)
            {
                yield return (Timestamp.FromUnixSeconds(until), newest, [.. fresh.Values]);
                fresh.Clear();
                until += EverySeconds * (1 + ((report.ReceivedAt.UnixSeconds - until) / EverySeconds));
            }

            string name = report.Device.ToString();
            bool isNew = !newest.TryGetValue(name, out AvlReport? last) || (last.MeasuredAt, last.Latitude, last.Longitude) != (report.MeasuredAt, report.Latitude, report.Longitude);
            if (isNew)
            {
                newest[name] = fresh[name] = report;
            }
        }
    }

    private static FeedMessage MessageOf(Timestamp at, IEnumerable<AvlReport> reports)
    {
        FeedMessage message = AgencyServer.Message(at.UnixSeconds);
        foreach (AvlReport report in reports)
        {
            var position = new Position { Latitude = (float)report.Latitude, Longitude = (float)report.Longitude };
            if (report.Bearing is { } bearing)
            {
                position.Bearing = bearing;
            }

            if (report.SpeedMps is { } speed)
            {
                position.Speed = speed;
            }

            var trip = new TripDescriptor { TripId = report.TripId ?? string.Empty };
            message.Entity.Add(new FeedEntity
            {
                Id = report.Device.ToString(),
                Vehicle = new VehiclePosition { Vehicle = new VehicleDescriptor { Id = report.Device.ToString() }, Position = position, Trip = trip, Timestamp = (ulong)report.MeasuredAt.UnixSeconds },
            });
        }

        return message;
    }

    private static byte[] JsonOf(AvlReport report)
    {
        var fields = new Dictionary<string, object>
        {
            ["measured_at"] = report.MeasuredAt.UnixSeconds,
            ["lat"] = (double)(float)report.Latitude,
            ["lon"] = (double)(float)report.Longitude,
        };
        if (report.TripId is { } trip)
        {
            fields["trip_id"] = trip;
        }

        if (report.Bearing is { } bearing)
        {
            fields["bearing"] = bearing;
        }

        if (report.SpeedMps is { } speed)
        {
            fields["speed_mps"] = speed;
        }

        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(fields));
    }

    /// <summary>Gate, fusion and feeds.</summary>
    private sealed class Way(Schedule schedule)
    {
        private readonly ObservationGate gate = new(new GateOptions(), schedule.Extent);
        private readonly FusionPipeline pipeline = new(FeedId.Parse("city"), schedule, new FusionOptions(), new RejectionLedger());
        private readonly FeedSetEncoder encoder = new(new FeedOptions());

        public void Take(Observation observation)
        {
            if (this.gate.Check(observation).Accepted is { } accepted)
            {
                this.pipeline.Process(accepted);
            }
        }

        public byte[] TripUpdates(Timestamp at) => this.encoder.Encode(this.pipeline.TakeSnapshot(at), at).Get(FeedKind.TripUpdates).Protobuf.Bytes.ToArray();
    }
}
