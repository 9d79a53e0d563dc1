using System.Collections.Immutable;
using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;
using TransitHub.Core.Numerics;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>Follows those who wait at the stops that cameras count at: how many there are, will be, and whether vehicles will have room for them.</summary>
internal sealed class CrowdingTracker
{
    /// <summary>A stop passed longer ago than this, before the run was found, is left open, seconds.</summary>
    private const double LongestGuess = 900;

    private readonly Schedule schedule;
    private readonly CrowdingOptions options;
    private readonly Func<DeviceId, double> trustOf;
    private readonly CrowdLevels levels;
    private readonly CrowdForecast forecast;
    private readonly ComingVehicles coming;
    private readonly WeekClock clock;
    private readonly List<StopTrack> stops = [];
    private readonly Dictionary<(DeviceId Device, string Channel, string Direction), (StopTrack Stop, GateTrack Gate)> gates = [];
    private readonly Dictionary<(DeviceId Device, string Channel), ZoneTrack> zones = [];
    [NotKept]
    private readonly Dictionary<int, List<(StopTrack Stop, int Place, int Line)>> calls = [];
    private double refreshedAt;

    /// <summary>Starts knowing nothing.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="devices">What counts where.</param>
    /// <param name="loads">Riders on board.</param>
    /// <param name="rooms">Room in vehicles.</param>
    /// <param name="trustOf">How far a device can be trusted, 0 to 1.</param>
    public CrowdingTracker(
        Schedule schedule, CrowdingOptions options, DeviceRegistry devices, LoadTracker loads, LoadOptions rooms, Func<DeviceId, double> trustOf)
    {
        this.schedule = schedule;
        this.options = options;
        this.trustOf = trustOf;
        this.levels = new CrowdLevels(options);
        this.forecast = new CrowdForecast(this.levels);
        RoomForecast room = new(schedule, rooms, loads);
        this.coming = new ComingVehicles(schedule, room);
        this.clock = new WeekClock(schedule.TimeZone);
        Dictionary<string, StopTrack> byId = new(StringComparer.Ordinal);
        foreach (CountingDevice device in devices.All)
        {
            foreach (CountingChannel channel in device.Channels)
            {
                this.Add(device, channel, id => this.StopOf(id, byId, devices, loads, room));
            }
        }

        foreach (StopTrack stop in this.stops)
        {
            stop.Ungated = stop.Gates.Count == 0 ? new UsualArrivals(this.clock) : null;
        }
    }

    /// <summary>The stops.</summary>
    public IReadOnlyList<StopTrack> Stops => this.stops;

    /// <summary>Up to when anything was measured, Unix seconds; 0: nothing yet.</summary>
    public double MeasuredAt => this.stops.Select(s => s.MeasuredAt).DefaultIfEmpty().Max();

    /// <summary>What was learned as bytes, to be kept over a restart. The thread that feeds the pipeline calls it.</summary>
    public byte[] Encode() => CrowdingCodec.Encode(this.schedule, this.stops);

    /// <summary>Takes over what <see cref="Encode"/> gave, before the first observation.</summary>
    public bool TryRestore(byte[] bytes) => CrowdingCodec.TryDecode(bytes, this.schedule, this.stops);

    /// <summary>Takes a count, where it is of riders who come to a stop.</summary>
    /// <returns>False: it is not.</returns>
    public bool Take(TrafficCount count)
    {
        if (count.IsPresent && count.Class == "person" && this.zones.TryGetValue((count.Device, count.Channel), out ZoneTrack? zone))
        {
            zone.Take(count, this.trustOf(count.Device));
            return true;
        }

        if (count.IsPresent || count.Class != "person" || count.Direction is not { } direction
            || !this.gates.TryGetValue((count.Device, count.Channel, direction), out (StopTrack Stop, GateTrack Gate) found))
        {
            return false;
        }

        if (found.Gate.Take(count, this.trustOf(count.Device)))
        {
            found.Stop.Hear(count.CorrectedTo.UnixMilliseconds / 1000.0);
        }

        return true;
    }

    /// <summary>Notes the stops at which a vehicle has opened its doors: riders board as it stands, and at its first stop until it leaves.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="reported">When it reported, Unix seconds.</param>
    public void Note(VehicleTrack track, double reported)
    {
        if (track.Run is not { } run || !this.calls.TryGetValue(run.Pattern, out List<(StopTrack Stop, int Place, int Line)>? here))
        {
            return;
        }

        for (; run.BoardedUpTo < run.NextStop; run.BoardedUpTo++)
        {
            int at = run.BoardedUpTo;
            if (at == 0 && run.IsStanding && run.NextStop == 1)
            {
                return;
            }

            double boards = at == 0 ? run.Departed[0] : run.Arrived[at];
            if (double.IsNaN(boards))
            {
                // Its run was found only behind the stop: it was there as long ago as the timetable needs for the way.
                double ago = run.ScheduledAt(track.Tracker.Along) - run.ScheduledDeparture(at);
                boards = ago is > 0 and < LongestGuess ? reported - ago : double.NaN;
            }

            foreach ((StopTrack stop, int place, int line) in here)
            {
                if (place == at && !double.IsNaN(boards))
                {
                    stop.Add(new BoardingEvent(boards, line, track, run, place) { Load = track.Load?.Run == run ? track.Load : null });
                }
            }
        }
    }

    /// <summary>Makes the estimates and forecasts anew that are due, and shows them.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <param name="vehicles">All vehicles, also those that only cameras see; read only when something is due.</param>
    /// <param name="tables">Takes what readers see; has the runs and headways as they are shown.</param>
    public void Show(double now, IEnumerable<VehicleTrack> vehicles, StateTables tables)
    {
        if (this.stops.Count == 0 || now - this.refreshedAt < this.options.RefreshSeconds)
        {
            return;
        }

        this.refreshedAt = now;
        this.coming.Gather(now, vehicles, this.calls, tables);
        foreach (StopTrack stop in this.stops)
        {
            stop.Estimate(now);
            if (!double.IsNaN(stop.EstimatedAt))
            {
                tables.Crowding.Set(this.Of(stop));
            }
        }
    }

    private void Add(CountingDevice device, CountingChannel channel, Func<string, StopTrack?> stopOf)
    {
        if (channel.StopId is not { } id)
        {
            return;
        }

        if (channel.IsZone && channel.Counts.Contains("person") && stopOf(id) is { } place)
        {
            double full = place.Capacity ?? (ZoneTrack.FullDensity * ZoneReader.SquareMeters(channel.Zone));
            ZoneTrack zone = new(place, full, this.options.ZoneFactors);
            place.Zones.Add(zone);
            this.zones[(device.Id, channel.Id)] = zone;
        }

        foreach (CountingDirection direction in channel.Directions)
        {
            if (direction.Means == RiderMeaning.Boarding && channel.Counts.Contains("person") && stopOf(id) is { } stop)
            {
                GateTrack gate = new($"{device.Id}/{channel.Id}/{direction.Name}", new UsualArrivals(this.clock), this.options.GateFactors);
                stop.Gates.Add(gate);
                this.gates[(device.Id, channel.Id, direction.Name)] = (stop, gate);
            }
        }
    }

    private StopTrack? StopOf(string id, Dictionary<string, StopTrack> byId, DeviceRegistry devices, LoadTracker loads, RoomForecast room)
    {
        if (!byId.TryGetValue(id, out StopTrack? stop) && this.schedule.Stops.TryFind(id, out int index))
        {
            List<(int Pattern, int Place, int Line)> here = [];
            IReadOnlyList<BoardingLine> lines = StopLines.Find(this.schedule, index, here);
            stop = new StopTrack(index, id, devices.FindPlace(id)?.Capacity, lines, loads, room) { Usual = new UsualWaiting(this.clock) };
            byId.Add(id, stop);
            this.stops.Add(stop);
            foreach ((int pattern, int place, int line) in here)
            {
                this.calls.TryAdd(pattern, []);
                this.calls[pattern].Add((stop, place, line));
            }
        }

        return stop;
    }

    private StopCrowding Of(StopTrack stop)
    {
        (double mean, double variance) = stop.Present();
        double deviation = Math.Sqrt(variance);
        double reference = stop.Capacity ?? double.NaN;
        (ImmutableArray<CrowdingAhead> ahead, ImmutableArray<RideChance> rides) = this.forecast.Make(stop, reference);
        stop.Level = this.levels.Tell(mean, deviation, reference, stop.Level);
        return new StopCrowding
        {
            Stop = stop.Stop,
            MeasuredAt = new Timestamp((long)(stop.MeasuredAt * 1000)),
            Waiting = CrowdForecast.Rounded(mean, Math.Max(0, mean - (NormalMath.P90 * deviation)), mean + (NormalMath.P90 * deviation)),
            Capacity = stop.Capacity,
            Level = stop.Level,
            Trend = TrendOf(mean, ahead, reference),
            Ahead = ahead,
            Rides = rides,
        };
    }

    /// <summary>Waiting riders come and go with each vehicle: what counts is the mean of the next quarter of an hour.</summary>
    private static CrowdingTrend TrendOf(double mean, ImmutableArray<CrowdingAhead> ahead, double reference)
    {
        double later = (ahead[0].Waiting.Mean + ahead[1].Waiting.Mean + ahead[2].Waiting.Mean) / 3;
        double width = ahead[2].Waiting.High - ahead[2].Waiting.Low;
        double step = Math.Max(3, Math.Max(0.2 * mean, double.IsNaN(reference) ? 0 : 0.05 * reference));
        return width > 4 * Math.Max(10, later) ? CrowdingTrend.Unknown
            : later > mean + step ? CrowdingTrend.Rising
            : later < mean - step ? CrowdingTrend.Falling
            : CrowdingTrend.Steady;
    }
}
