using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>What a search among the runs of the area found.</summary>
/// <param name="Trip">The run that is clearly the best; null: none is.</param>
/// <param name="Probability">Of the best run.</param>
/// <param name="RouteIndex">The route, where at least that is clear; -1: not.</param>
/// <param name="Reason">Why there is no run.</param>
/// <param name="Present">Probability of the run that the vehicle is on.</param>
internal readonly record struct AreaMatch(TripInstance? Trip, float Probability, int RouteIndex, RejectionReason Reason, float Present);

/// <summary>
/// Finds the run of a vehicle that names none: among the lines that pass by, restricted to the routes of its
/// route id or sign, those along which its last fixes are a drive, and of their runs those that are about on
/// time and not taken. Only a run that is clearly the best is given; else the route, if that is clear.
/// </summary>
internal sealed class AreaMatcher(Schedule schedule, FusionOptions options, TripResolver resolver, RunContest contest, RunTurns turns)
{
    private const float RoadReach = 60;
    private const float WideReach = 200;

    /// <summary>A vehicle may run so much ahead of its timetable, and so much behind, to be taken for a run, seconds.</summary>
    private const double MaxEarly = 1200;

    private const double MaxLate = 3600;

    /// <summary>Weight of "none of these": a vehicle without riders uses the same streets.</summary>
    private const double NoneEvidence = -8;

    /// <summary>The same where the vehicle shows its route: few do that without riders.</summary>
    private const double NoneEvidenceShown = -10;

    /// <summary>What it says for a run that it is the next of the block whose last run the vehicle was found on.</summary>
    private const double BlockEvidence = 3;

    /// <summary>What it says for a run that the vehicle names it, where something else contradicts that.</summary>
    private const double NamedEvidence = 4;

    /// <summary>What it says for a run that the vehicle was on at the last search.</summary>
    private const double HeldEvidence = 3;

    /// <summary>What it says for a run that the vehicle came along, passed its first stop without a pause and drove on: it rather is on another line.</summary>
    private const double PassingEvidence = -1.2;

    /// <summary>Of the runs that should be half done so many have no vehicle that reports.</summary>
    private const double LeastUnserved = 0.15;

    private readonly List<RunClaim> claims = [];
    private LineIndex? index;
    private PatternHours? hours;
    private ServiceDate today;
    private bool sawTaken;
    private double none;

    /// <summary>Searches.</summary>
    /// <param name="fixes">The vehicle's last fixes.</param>
    /// <param name="routes">Routes it can be on; empty: any.</param>
    /// <param name="direction">Its GTFS direction; null: either.</param>
    /// <param name="owners">Which runs are taken.</param>
    /// <param name="track">The vehicle.</param>
    public AreaMatch Find(RecentFixes fixes, ReadOnlySpan<int> routes, byte? direction, TripOwners owners, VehicleTrack track)
    {
        this.index ??= new LineIndex(schedule);
        this.claims.Clear();
        this.sawTaken = false;
        this.none = routes.Length > 0 ? NoneEvidenceShown : NoneEvidence;
        Span<Alignment> alignments = stackalloc Alignment[4];
        RecentFixes.Fix newest = fixes[0];
        this.today = resolver.DayOf(newest.At);
        foreach (int line in this.index.Near(newest.Latitude, newest.Longitude, WideReach))
        {
            int known = -1;
            foreach (int pattern in this.index.PatternsOf(line))
            {
                int route = schedule.Patterns.RouteIndex(pattern);
                if ((routes.Length > 0 && routes.BinarySearch(route) < 0)
                    || (direction is { } given && schedule.Patterns.DirectionId(pattern) is >= 0 and var own && own != given))
                {
                    continue;
                }

                if (!this.RunsAbout(pattern, newest.At))
                {
                    continue;
                }

                ModeTraits traits = ModeTraits.Of(schedule.Routes.Type(route), schedule.Patterns.IsStraight(pattern));
                if (known < 0)
                {
                    float reach = traits.Corridor > RoadReach ? WideReach : RoadReach;
                    Geometry way = schedule.Geometries[line];
                    double least = DriveScale.LeastProgress(way.LengthMeters, routes.Length > 0 || this.Serves(line, track.ServedRoute));
                    known = LineAlignment.Find(way, fixes, least, reach, traits, alignments);
                }

                foreach (Alignment alignment in alignments[..known])
                {
                    this.AddRuns(pattern, route, alignment, newest.At, owners, track);
                }
            }
        }

        this.WeighHabits(track);
        contest.Enter(track, this.claims);
        return this.Judge(track);
    }

    /// <summary>
    /// Habits tell between lines. They never speak for being on a run at all: the likeliest of the vehicle's lines stays what it was, the others
    /// become less likely.
    /// </summary>
    private void WeighHabits(VehicleTrack track)
    {
        string vehicle = track.Id.ToString();
        double most = 0;
        foreach (RunClaim claim in this.claims)
        {
            claim.Habit = turns.Habits.Evidence(vehicle, claim.Route);
            most = Math.Max(most, claim.Habit);
        }

        foreach (RunClaim claim in this.claims)
        {
            claim.Weight *= Math.Exp(claim.Habit - most);
        }
    }

    private bool Serves(int line, int route)
    {
        foreach (int pattern in this.index!.PatternsOf(line))
        {
            if (schedule.Patterns.RouteIndex(pattern) == route)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the pattern has a trip at this hour, of whatever day: projecting fixes on lines costs much more than to ask.</summary>
    private bool RunsAbout(int pattern, double at)
    {
        this.hours ??= new PatternHours(schedule);
        for (int day = -1; day <= 1; day++)
        {
            double zero = schedule.ServiceDayStart(this.today.AddDays(day));
            if (!this.hours.TripsWithin(pattern, at - MaxLate - zero, at + MaxEarly - zero).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private void AddRuns(int pattern, int route, Alignment alignment, double at, TripOwners owners, VehicleTrack track)
    {
        for (int day = -1; day <= 1; day++)
        {
            ServiceDate date = this.today.AddDays(day);
            double zero = schedule.ServiceDayStart(date);
            foreach (int trip in this.hours!.TripsWithin(pattern, at - MaxLate - zero, at + MaxEarly - zero))
            {
                bool byHeadway = schedule.Trips.Frequencies(trip).Length > 0;
                if (byHeadway || zero + schedule.Trips.EndSeconds(trip) >= at - MaxLate)
                {
                    this.AddRun(trip, date, route, alignment, at, byHeadway, owners, track);
                }
            }
        }
    }

    private void AddRun(
        int trip, ServiceDate date, int route, Alignment alignment, double at, bool byHeadway, TripOwners owners, VehicleTrack track)
    {
        double way = RunTimes.SecondsAt(schedule, trip, alignment.Along);
        double departed = at - (way - schedule.Trips.StartSeconds(trip));
        if (!resolver.TryOnDay(trip, date, null, departed, out TripInstance run))
        {
            return;
        }

        double delay = at - (schedule.ServiceDayStart(date) + (way - schedule.Trips.StartSeconds(trip)) + run.StartSeconds);
        if (delay < -MaxEarly || delay > MaxLate || (byHeadway && Math.Abs(delay) > MaxEarly))
        {
            return;
        }

        if (owners.IsNamed(run, track))
        {
            this.sawTaken = true;
            return;
        }

        // A run of a timetable is worth knowing at its very end: its block tells what comes next.
        bool isOver = byHeadway && StopPasser.IsAtEnd(schedule.Patterns.StopOffsets(schedule.Trips.PatternIndex(trip)), alignment.Along);
        double times = byHeadway ? Evidence.OfDelay(delay) : this.OfTimes(trip, date, alignment, delay);
        double others = (track.Run?.Trip == run ? HeldEvidence : 0) + (track.Named == run ? NamedEvidence : 0) + (track.Foreseen == run ? BlockEvidence : 0) - (owners.IsForeseen(run, track) ? BlockEvidence : 0);
        double start = schedule.ServiceDayStart(date) + run.StartSeconds;
        others += alignment.IsPassing ? PassingEvidence : 0;
        if (!byHeadway && schedule.Trips.BlockIndex(trip) < 0)
        {
            others += turns.Evidence(track, schedule.Trips.PatternIndex(trip), start);
        }

        this.Claim(new RunClaim(track, run)
        {
            Route = route,
            Pattern = schedule.Trips.PatternIndex(trip),
            ByHeadway = byHeadway,
            StartAt = start,
            DepartedAt = departed,
            Along = alignment.Along,
            DelaySeconds = delay,
            DriveEvidence = alignment.Evidence,
            TimesEvidence = times,
            Weight = Math.Exp(Math.Min(alignment.Evidence + times + others - this.none, 30)),
            Unserved = byHeadway ? 1 : Unserved(at - start, start + (schedule.Trips.EndSeconds(trip) - schedule.Trips.StartSeconds(trip)) - at),
            IsOver = isOver,
        });
    }

    /// <summary>How the run's times fit: the delay now, and where the vehicle was seen to leave the start of the line, above all that.</summary>
    private double OfTimes(int trip, ServiceDate date, Alignment alignment, double delay) => double.IsNaN(alignment.DepartedAt)
        ? Evidence.OfDelay(delay)
        : (0.3 * Evidence.OfDelay(delay))
            + Evidence.OfDeparture(alignment.DepartedAt - schedule.ServiceDayStart(date) - schedule.Trips.StartSeconds(trip), alignment.Stood);

    /// <summary>
    /// How likely it is that nobody has been seen on a run: surely before it starts, hardly when it should be half done, and again when it should be
    /// over, since its vehicle may have come in unseen.
    /// </summary>
    private static double Unserved(double sinceStart, double toEnd)
    {
        double notStarted = 1 / (1 + Math.Exp((sinceStart - 300) / 120));
        double cameIn = 1 / (1 + Math.Exp((toEnd - 300) / 120));
        return LeastUnserved + ((1 - LeastUnserved) * Math.Max(notStarted, cameIn));
    }

    private void Claim(RunClaim claim)
    {
        for (int i = 0; i < this.claims.Count; i++)
        {
            if (this.claims[i].Trip == claim.Trip)
            {
                if (claim.Weight > this.claims[i].Weight)
                {
                    this.claims[i] = claim;
                }

                return;
            }
        }

        this.claims.Add(claim);
    }

    private AreaMatch Judge(VehicleTrack track)
    {
        RunClaim? best = null;
        float present = 0;
        foreach (RunClaim claim in track.Claims)
        {
            best = best is null || claim.Probability > best.Probability ? claim : best;
            present = claim.Trip == track.Run?.Trip ? (float)claim.Probability : present;
        }

        if (best is null)
        {
            return new AreaMatch(null, 0, -1, this.sawTaken ? RejectionReason.TripTaken : RejectionReason.NoCandidate, 0);
        }

        double ofRoute = 0;
        foreach (RunClaim claim in track.Claims)
        {
            ofRoute += claim.Route == best.Route ? claim.Probability : 0;
        }

        int route = ofRoute >= options.ResolveProbability ? best.Route : -1;
        float probability = (float)best.Probability;
        if (best.IsOver || contest.IsClosed(best.Trip))
        {
            // It has come to the end of a run that nobody saw: what it runs next is not known yet.
            return new AreaMatch(null, probability, route, RejectionReason.NoCandidate, present);
        }

        return probability >= options.ResolveProbability
            ? new AreaMatch(best.Trip, probability, best.Route, RejectionReason.None, present)
            : new AreaMatch(null, probability, route, RejectionReason.Ambiguous, present);
    }
}
