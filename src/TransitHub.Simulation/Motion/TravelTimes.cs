using TransitHub.Gtfs;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Service;
using TransitHub.Simulation.Weather;

namespace TransitHub.Simulation.Motion;

/// <summary>
/// How long the way from stop to stop takes: the timetable's time by traffic, weather, current and the state of the link at that
/// moment. That state is a smooth function of time, so that whoever comes a few minutes later meets the same jam.
/// </summary>
internal sealed class TravelTimes(Schedule schedule, SimulationOptions options, LocalClock clock, Rain rain)
{
    private const double SlowSlot = 2400;
    private const double QuickSlot = 600;
    private const double IncidentSlot = 1800;
    private readonly double incidentShare = options.Service.IncidentsPerLinkAndDay * IncidentSlot / 86_400;

    /// <summary>The drive from one stop to another, past those between.</summary>
    /// <param name="vehicle">Who drives; its chance is used.</param>
    /// <param name="run">Its run.</param>
    /// <param name="from">Position of the stop it leaves.</param>
    /// <param name="to">Position of the stop it drives to.</param>
    /// <param name="at">Unix milliseconds of its departure.</param>
    public LinkDrive Drive(Vehicle vehicle, Run run, int from, int to, long at)
    {
        CityPattern pattern = run.Pattern;
        LineMode mode = vehicle.Line.Traits.Mode;
        ModeMotion motion = ModeMotion.Of(mode);
        double now = at / 1000.0;
        double length = pattern.Offsets[to] - pattern.Offsets[from];
        double seconds = 0;
        for (int i = from; i < to; i++)
        {
            seconds += this.LinkSeconds(run, mode, motion, i, now + seconds);
        }

        seconds *= Math.Exp(motion.LinkSpread * 0.4 * options.Unevenness * vehicle.Luck.Normal());
        seconds *= to > from + 1 ? 1.35 : 1;
        seconds = Math.Max(Math.Max(1, seconds), motion.LeastSeconds(length));
        (double haltAt, double haltSeconds) = this.Light(ref vehicle.Luck, mode, pattern, from, length, seconds);
        double before = haltAt - pattern.Offsets[from];
        if (haltSeconds > 0 && seconds - haltSeconds < motion.LeastSeconds(before) + motion.LeastSeconds(length - before))
        {
            // A timetable without a second to spare: the light is green.
            haltSeconds = 0;
        }

        return new LinkDrive(at, pattern.Offsets[from], pattern.Offsets[to], seconds, haltAt, haltSeconds, motion.Acceleration);
    }

    /// <summary>Timetabled seconds from a stop's departure to the next stop's arrival, never less than the mode can drive.</summary>
    public double ScheduledSeconds(Run run, int position)
    {
        int planned = schedule.Trips.Arrivals(run.Trip)[position + 1] - schedule.Trips.Departures(run.Trip)[position];
        double length = run.Pattern.Offsets[position + 1] - run.Pattern.Offsets[position];
        return Math.Max(Math.Max(planned, 1), length / ModeMotion.Of(run.Pattern.Line.Traits.Mode).MaxSpeed);
    }

    /// <summary>How many times as long as usual a link takes at a moment, whoever drives on it.</summary>
    internal double LinkState(ulong link, LineMode mode, double spread, double now)
    {
        double slow = this.Smooth(link, now, SlowSlot, 1);
        double quick = this.Smooth(link, now, QuickSlot, 2);
        double factor = Math.Exp(spread * options.Unevenness * ((0.8 * slow) + (0.6 * quick)));
        if (mode == LineMode.Road && this.incidentShare > 0)
        {
            ulong slot = (ulong)(long)Math.Floor(now / IncidentSlot);
            ulong drawn = SeededChance.Mix(options.Seed ^ (ulong)ChanceStream.LinkIncident, link, slot);
            if (SeededChance.Share(drawn) < this.incidentShare)
            {
                double into = (now / IncidentSlot) - Math.Floor(now / IncidentSlot);
                factor *= 1 + (1.6 * Math.Sin(Math.PI * into));
            }
        }

        return factor;
    }

    private double LinkSeconds(Run run, LineMode mode, ModeMotion motion, int position, double now)
    {
        double scheduled = this.ScheduledSeconds(run, position);
        ulong link = schedule.Links.Key(run.Pattern.Links[position]);
        double seconds = scheduled * run.Pace * this.LinkState(link, mode, motion.LinkSpread, now) * (1 + ((motion.RainFactor - 1) * rain.At(now)));
        if (mode == LineMode.Road)
        {
            double hour = clock.HourAt(now, out bool isWeekend);
            return seconds * (isWeekend ? HourlyProfile.WeekendTraffic : HourlyProfile.WorkdayTraffic).At(hour);
        }

        if (run.Pattern.CurrentShare is not 0 and var share)
        {
            double length = run.Pattern.Offsets[position + 1] - run.Pattern.Offsets[position];
            double throughWater = length / seconds;
            double overGround = Math.Max(0.3 * throughWater, throughWater + (share * TidalCurrent.Downstream(now)));
            return length / overGround;
        }

        return seconds;
    }

    /// <summary>Two links in three of the streets have a light, always at the same place; every other time it is red.</summary>
    private (double HaltAt, double Seconds) Light(ref SeededChance luck, LineMode mode, CityPattern pattern, int from, double length, double seconds)
    {
        double red = luck.Next();
        double wait = luck.Between(6, 55);
        if (mode != LineMode.Road || length < 120 || options.Unevenness <= 0)
        {
            return (0, 0);
        }

        ulong light = SeededChance.Mix((ulong)ChanceStream.TrafficLight, schedule.Links.Key(pattern.Links[from]), 0);
        if (light % 3 == 0 || red < 0.5)
        {
            return (0, 0);
        }

        double share = 0.3 + (0.6 * SeededChance.Share(light));
        return (pattern.Offsets[from] + (length * share), Math.Min(wait, 0.35 * seconds));
    }

    /// <summary>Chance that changes smoothly: between the deviates of two slots of time, its spread kept at 1.</summary>
    private double Smooth(ulong link, double now, double slotSeconds, ulong octave)
    {
        double at = now / slotSeconds;
        double floor = Math.Floor(at);
        double share = at - floor;
        ulong slot = (ulong)(long)floor;
        ulong seed = options.Seed ^ ((ulong)ChanceStream.LinkNoise << 8) ^ octave;
        double before = SeededChance.Deviate(SeededChance.Mix(seed, link, slot));
        double after = SeededChance.Deviate(SeededChance.Mix(seed, link, slot + 1));
        return ((before * (1 - share)) + (after * share)) / Math.Sqrt((share * share) + ((1 - share) * (1 - share)));
    }
}
