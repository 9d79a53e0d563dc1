using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Events;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Motion;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Reporting;
using TransitHub.Simulation.Riders;
using TransitHub.Simulation.Service;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Cameras;

/// <summary>Lets cameras see who crosses their lines, count, and send.</summary>
internal sealed class CityCameras
{
    /// <summary>Numbers of cameras as senders begin here, beyond those of vehicles.</summary>
    private const int FirstSender = 1_000_000_000;

    private readonly Schedule schedule;
    private readonly CameraFaults faults;
    private readonly EventQueue queue;
    private readonly CameraPost post;
    private readonly GateRiders riders;
    private readonly ZoneRiders zones;
    private readonly BackgroundTraffic background;
    private readonly RouteReader reader;
    private readonly ITruth truth;
    private readonly long startAt;
    private readonly List<CameraTrack> cameras = [];
    private readonly List<ChannelTrack> channels = [];
    private readonly Crossing[][] crossings;
    private readonly Dictionary<string, long> toldAt = new(StringComparer.Ordinal);

    public CityCameras(
        Schedule schedule, SimulationOptions options, DeviceRegistry registry, CityMap map, LocalClock clock, EventQueue queue, Outbox outbox,
        ObservationJson json, RiderFlow flow, ITruth truth)
    {
        this.schedule = schedule;
        this.faults = options.Cameras;
        this.queue = queue;
        this.post = new CameraPost(outbox, json);
        this.riders = new GateRiders(schedule, map, flow);
        this.zones = new ZoneRiders(this.riders, registry, options.Cameras);
        this.background = new BackgroundTraffic(options, clock);
        this.reader = new RouteReader(options.Cameras);
        this.truth = truth;
        this.startAt = options.StartAt.UnixMilliseconds;
        List<Crossing>[] found = [.. map.Patterns.Select(_ => new List<Crossing>())];
        foreach (CountingDevice device in registry.All)
        {
            ulong subject = SeededChance.Mix((ulong)this.cameras.Count + 1, 0, 0);
            SeededChance luck = SeededChance.Of(options.Seed, ChanceStream.Camera, subject);
            bool sendsTotals = luck.Happens(options.RunningTotalShare);
            CameraTrack camera = new(device, FirstSender + this.cameras.Count, luck, sendsTotals);
            this.cameras.Add(camera);
            this.AddChannels(camera, found);
        }

        this.crossings = [.. found.Select(f => f.OrderBy(c => c.OffsetMeters).ThenBy(c => c.Channel).ToArray())];
    }

    /// <summary>A vehicle drives from one place of its pattern to another: it will pass the lines between.</summary>
    /// <param name="vehicle">Who.</param>
    /// <param name="pattern">Its pattern.</param>
    /// <param name="drive">Its drive.</param>
    /// <param name="to">Meters along the geometry up to which it really comes.</param>
    public void Watch(Vehicle vehicle, CityPattern pattern, in LinkDrive drive, double to)
    {
        Crossing[] lines = this.crossings[pattern.Index];
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].OffsetMeters >= drive.From && lines[i].OffsetMeters < to)
            {
                this.queue.Add(drive.TimeAt(lines[i].OffsetMeters), new SimulationEvent(EventKind.Passage, vehicle.Index, i));
            }
        }
    }

    /// <summary>A vehicle of the city crosses a line.</summary>
    public void Pass(Vehicle vehicle, int crossing, long now)
    {
        if (now < this.startAt || vehicle.Run is not { } run)
        {
            return;
        }

        Crossing at = this.crossings[run.Pattern.Index][crossing];
        ChannelTrack track = this.channels[at.Channel];
        bool carries = run.Serves(vehicle.Heading);
        string? eventId = this.See(track, at.Direction, ClassOf(vehicle.Line.Traits.Mode), this.NumberOf(run, carries), now);
        if (carries)
        {
            this.truth.Passage(new TruePassage(
                new Timestamp(now), track.Camera.Device.Id.ToString(), track.Channel.Id, track.Channel.Directions[at.Direction].Name, vehicle.Id, run.Date,
                this.schedule.Trips.Id(run.Trip), RunMaker.StartTime(run), eventId));
        }
    }

    /// <summary>An interval of a channel ends and the next begins.</summary>
    public void EndInterval(int channel, long now)
    {
        ChannelTrack track = this.channels[channel];
        long length = track.Channel.IntervalSeconds * 1000L;
        this.queue.Add(now + length, new SimulationEvent(EventKind.CameraInterval, channel));
        CameraTrack camera = track.Camera;
        bool isUp = now >= camera.DownUntil;
        this.riders.Count(track, now / 1000.0, ref camera.Luck, this.faults);
        this.TellWaiting(track.Channel, now);
        bool sends = camera.IsUp && isUp && track.From > 0;
        if (track.Channel.IsZone)
        {
            long alighted = track.Channel.StopId is { } at ? this.riders.Alighted(at) : 0;
            int seen = this.zones.Seen(track.Channel, alighted - track.Alighted, now / 1000.0, ref camera.Luck);
            track.Alighted = alighted;
            if (sends)
            {
                this.post.SendPresent(track, seen, now);
            }
        }
        else if (sends)
        {
            this.post.SendCounts(track, now);
        }

        this.Recover(camera, isUp, now);
        this.Fail(camera, length, now);
        Array.Clear(track.Seen);
        track.From = camera.IsUp ? now : 0;
        double part = camera.Luck.Between(0.4, 0.99);
        track.Uptime = camera.Luck.Happens(this.faults.PartTimeShare) ? part : 1;
        if (camera.IsUp)
        {
            this.AddOthers(track, now, length);
        }

        if (camera.Luck.Happens(this.faults.ResetsPerDay * length / 86_400_000.0))
        {
            Array.Clear(track.Totals);
        }
    }

    /// <summary>Every camera that is up says that it goes off.</summary>
    public void SwitchOff(long now)
    {
        foreach (CameraTrack camera in this.cameras.Where(c => c.IsUp))
        {
            camera.IsUp = false;
            this.post.SendStatus(camera, online: false, "switched off", now);
        }
    }

    /// <summary>Tells the truth about who waits at a stop, once a moment.</summary>
    private void TellWaiting(CountingChannel channel, long now)
    {
        if (channel.StopId is not { } stop || now < this.startAt || this.toldAt.GetValueOrDefault(stop) == now)
        {
            return;
        }

        this.toldAt[stop] = now;
        this.riders.Tell(stop, now / 1000.0, (line, waiting) => this.truth.Waiting(new TrueWaiting(new Timestamp(now), stop, line.Line.Id, line.DirectionId, waiting)));
    }

    private static string ClassOf(LineMode mode) => mode switch
    {
        LineMode.Boat => "boat",
        LineMode.Rail => "train",
        _ => "bus",
    };

    private string? NumberOf(Run run, bool carries) =>
        carries && run.Pattern.Line.Route is >= 0 and var route ? this.schedule.Routes.ShortName(route) : null;

    private void AddChannels(CameraTrack camera, List<Crossing>[] found)
    {
        foreach (CountingChannel channel in camera.Device.Channels)
        {
            int index = this.channels.Count;
            this.channels.Add(new ChannelTrack(camera, channel));
            long length = channel.IntervalSeconds * 1000L;
            this.queue.Add((this.startAt + length - 1) / length * length, new SimulationEvent(EventKind.CameraInterval, index));
            for (int direction = 0; direction < channel.Directions.Length; direction++)
            {
                foreach (LineCrossing crossing in channel.Directions[direction].Routes.SelectMany(r => r.Crossings))
                {
                    found[crossing.PatternIndex].Add(new Crossing(crossing.OffsetMeters, index, direction));
                }
            }
        }
    }

    /// <summary>Something crosses: unless it is missed, it is counted, and told of if the channel tells of its class.</summary>
    private string? See(ChannelTrack track, int direction, string @class, string? shown, long at)
    {
        CameraTrack camera = track.Camera;
        bool isMissed = camera.Luck.Happens(this.faults.MissShare) || camera.Luck.Next() > track.Uptime;
        double confidence = camera.Luck.Between(0.7, 0.99);
        (string? text, double sure) = this.reader.Read(ref camera.Luck, shown);
        if (isMissed || !camera.IsUp || at < camera.DownUntil)
        {
            return null;
        }

        if (track.IndexOf(direction, @class) is >= 0 and var index)
        {
            track.Seen[index]++;
        }

        if (!track.Channel.Passages.Contains(@class))
        {
            return null;
        }

        string? read = track.Channel.ReadsRoutes ? text : null;
        return this.post.SendPassage(track, new PassageReport
        {
            Device = camera.Device.Id,
            ReceivedAt = new Timestamp(at),
            MeasuredAt = new Timestamp(at),
            Channel = track.Channel.Id,
            Class = @class,
            Direction = track.Channel.Directions[direction].Name,
            RouteText = read,
            RouteConfidence = read is null ? null : (float)sure,
            Confidence = MathF.Round((float)confidence, 2),
        });
    }

    /// <summary>Draws who else crosses in the interval that begins; single passages among them are sent at their moments.</summary>
    private void AddOthers(ChannelTrack track, long now, long length)
    {
        ref SeededChance luck = ref track.Camera.Luck;
        for (int direction = 0; direction < track.Channel.Directions.Length; direction++)
        {
            foreach (string @class in track.Classes)
            {
                int there = luck.Poisson(this.background.Mean(track, direction, @class, now / 1000.0, length / 1000.0));
                int unreal = luck.Poisson(this.faults.FalsePerHour * length / 3_600_000.0);
                if (!track.Channel.Passages.Contains(@class))
                {
                    track.Seen[track.IndexOf(direction, @class)] += GateRiders.Seen(there, length / 1000.0, track.Uptime, ref luck, this.faults) + unreal;
                    continue;
                }

                foreach (long at in Enumerable.Range(0, there + unreal).Select(_ => now + (long)(track.Camera.Luck.Next() * length)).Order().ToList())
                {
                    this.See(track, direction, @class, @class == "bus" ? RouteReader.Stranger(ref track.Camera.Luck) : null, at);
                }
            }
        }
    }

    private void Recover(CameraTrack camera, bool isUp, long now)
    {
        if (isUp && !camera.IsUp)
        {
            camera.IsUp = true;
            this.post.SendStatus(camera, online: true, "simulated", now);
        }
    }

    private void Fail(CameraTrack camera, long length, long now)
    {
        double share = this.faults.OutagesPerDay * length / 86_400_000.0 / camera.Device.Channels.Length;
        double lasts = camera.Luck.Exponential(1800);
        if (camera.IsUp && camera.Luck.Happens(share))
        {
            camera.DownUntil = now + (long)(lasts * 1000);
            camera.IsUp = false;
            foreach (ChannelTrack track in this.channels.Where(c => c.Camera == camera))
            {
                track.From = 0;
                Array.Clear(track.Totals);
            }

            this.post.SendStatus(camera, online: false, "lost", now);
        }
    }
}
