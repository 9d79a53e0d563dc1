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
internal readonly record struct AreaMatch(TripInstance? Trip, float Probability, int RouteIndex, RejectionReason Reason);

/// <summary>
/// Finds the run of a vehicle that names none: among the lines that pass by, restricted to the routes of its
/// route id or sign, those along which its last fixes are a drive, and of their runs those that are about on
/// time and not taken. Only a run that is clearly the best is given; else the route, if that is clear.
/// </summary>
internal sealed class AreaMatcher(Schedule schedule, FusionOptions options, TripResolver resolver)
{
    private const float RoadReach = 60;
    private const float WideReach = 200;

    /// <summary>A vehicle may run so much ahead of its timetable, and so much behind, to be taken for a run, seconds.</summary>
    private const double MaxEarly = 1200;

    private const double MaxLate = 3600;

    /// <summary>Weight of "none of these": a vehicle without riders uses the same streets.</summary>
    private const double NoneEvidence = -8;

    private readonly List<Candidate> candidates = [];
    private LineIndex? index;
    private bool sawTaken;

    /// <summary>Searches.</summary>
    /// <param name="fixes">The vehicle's last fixes.</param>
    /// <param name="routes">Routes it can be on; empty: any.</param>
    /// <param name="direction">Its GTFS direction; null: either.</param>
    /// <param name="owners">Which runs are taken.</param>
    /// <param name="track">The vehicle.</param>
    public AreaMatch Find(RecentFixes fixes, ReadOnlySpan<int> routes, byte? direction, TripOwners owners, VehicleTrack track)
    {
        this.index ??= new LineIndex(schedule);
        this.candidates.Clear();
        this.sawTaken = false;
        Span<Alignment> alignments = stackalloc Alignment[4];
        RecentFixes.Fix newest = fixes[0];
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

        return this.Judge();
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

    private void AddRuns(int pattern, int route, Alignment alignment, double at, TripOwners owners, VehicleTrack track)
    {
        ServiceDate today = resolver.DayOf(at);
        for (int day = -1; day <= 1; day++)
        {
            ServiceDate date = today.AddDays(day);
            double zero = schedule.ServiceDayStart(date);
            foreach (int trip in schedule.Patterns.Trips(pattern))
            {
                double start = zero + schedule.Trips.StartSeconds(trip);
                double end = zero + schedule.Trips.EndSeconds(trip);
                bool byHeadway = schedule.Trips.Frequencies(trip).Length > 0;
                if (!byHeadway && (start > at + MaxEarly || end < at - MaxLate))
                {
                    continue;
                }

                this.AddRun(trip, date, route, alignment, at, byHeadway, owners, track);
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

        if (!owners.IsFree(run, track))
        {
            this.sawTaken = true;
            return;
        }

        // A run of a timetable is worth knowing at its very end: its block tells what comes next.
        bool isOver = byHeadway && StopPasser.IsAtEnd(schedule.Patterns.StopOffsets(schedule.Trips.PatternIndex(trip)), alignment.Along);
        this.candidates.Add(new Candidate(run, route, isOver, alignment.Evidence + Evidence.OfDelay(delay)));
    }

    private AreaMatch Judge()
    {
        if (this.candidates.Count == 0)
        {
            return new AreaMatch(null, 0, -1, this.sawTaken ? RejectionReason.TripTaken : RejectionReason.NoCandidate);
        }

        double best = double.MinValue;
        int bestAt = 0;
        for (int i = 0; i < this.candidates.Count; i++)
        {
            if (this.candidates[i].Evidence > best)
            {
                best = this.candidates[i].Evidence;
                bestAt = i;
            }
        }

        Candidate winner = this.candidates[bestAt];
        double all = Math.Exp(NoneEvidence - best);
        double ofTrip = 0;
        double ofRoute = 0;
        foreach (Candidate candidate in this.candidates)
        {
            double weight = Math.Exp(candidate.Evidence - best);
            all += weight;
            ofTrip += candidate.Trip == winner.Trip ? weight : 0;
            ofRoute += candidate.Route == winner.Route ? weight : 0;
        }

        int route = ofRoute / all >= options.ResolveProbability ? winner.Route : -1;
        float probability = (float)(ofTrip / all);
        if (winner.IsOver)
        {
            // It has come to the end of a run that nobody saw: what it runs next is not known yet.
            return new AreaMatch(null, probability, route, RejectionReason.NoCandidate);
        }

        return probability >= options.ResolveProbability
            ? new AreaMatch(winner.Trip, probability, winner.Route, RejectionReason.None)
            : new AreaMatch(null, probability, route, RejectionReason.Ambiguous);
    }

    private readonly record struct Candidate(TripInstance Trip, int Route, bool IsOver, double Evidence);
}
