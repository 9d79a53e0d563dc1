using TransitHub.Core.Fusion.Progress;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// How freely traffic moves on each link: the time that road vehicles took from stop to stop without standing there, against that of the fastest sixth
/// that was seen to take the link. From 0.7 of its speed on traffic runs smoothly, from 0.5 on it is stop and go, from 0.3 on congestion, below that
/// severe; GTFS Realtime gives the words and no figures. Single vehicles meet red lights: a level is told when three of the last five words on
/// the link and its neighbors on the vehicle's way, of the last quarter of an hour, were at least that bad.
/// </summary>
/// <param name="schedule">The static feed.</param>
internal sealed class LinkCongestion(Schedule schedule)
{
    /// <summary>Words that are looked at, and how many of them must be as bad as the level.</summary>
    private const int Votes = 5;

    private const int Needed = 3;

    /// <summary>Seconds after which a word no longer counts.</summary>
    private const double StaleSeconds = 900;

    /// <summary>Passages before the free time of a link is known.</summary>
    private const int LeastPassages = 8;

    /// <summary>Share of passages that are faster than the free time.</summary>
    private const double FastShare = 0.15;

    /// <summary>Least share of its value by which the free time follows one passage.</summary>
    private const double LeastStep = 0.02;

    /// <summary>Links that are free in less say nothing: one red light is longer, seconds.</summary>
    private const double LeastFreeSeconds = 20;

    /// <summary>A vehicle that is still on a link says something once so much time more than the free one has passed, and then each minute, seconds.</summary>
    private const double WordEverySeconds = 60;

    /// <summary>One for each link from the beginning, so that a ping allocates nothing.</summary>
    private readonly Row[] rows = NewRows(schedule.Links.Count);

    /// <summary>Learns from a link that was passed.</summary>
    public void Learn(RunTrack run, PassedStop passed)
    {
        int from = passed.Stop - 1;
        if (!passed.IsSharp || from < 0 || !this.IsOnRoad(run) || run.Arrived[passed.Stop] - run.Departed[from] is not (> 0 and var seconds))
        {
            return;
        }

        Row row = this.rows[run.Links[from]];
        if (row.IsKnown)
        {
            row.Vote(run.Arrived[passed.Stop], row.FreeSeconds / seconds);
        }

        row.Passages++;
        double step = Math.Max(LeastStep, 1.0 / row.Passages);
        row.FreeSeconds = row.Passages == 1 ? seconds : row.FreeSeconds * (1 + (step * (seconds < row.FreeSeconds ? FastShare - 1 : FastShare)));
    }

    /// <summary>Takes a fix on the line, and says what the vehicle meets where it is.</summary>
    /// <returns>GTFS-Realtime CongestionLevel, 1 to 4; null: unknown.</returns>
    public byte? Note(VehicleTrack track, double at)
    {
        if (track.Run is not { IsUnderWay: true, IsComplete: false, NextStop: > 0 } run || !track.Tracker.IsFollowing || track.IsOffRoute || !this.IsOnRoad(run))
        {
            return null;
        }

        int place = run.NextStop - 1;
        this.NoteStuck(track, run, place, at);
        Span<byte> levels = stackalloc byte[3 * Votes];
        Span<double> times = stackalloc double[3 * Votes];
        int count = 0;
        for (int i = Math.Max(0, place - 1); i <= Math.Min(run.Links.Length - 1, place + 1); i++)
        {
            count = this.rows[run.Links[i]].Read(at - StaleSeconds, levels, times, count);
        }

        return ThirdWorst(levels[..count], times[..count]);
    }

    /// <summary>Who takes long already need not come to the end of the link to be heard.</summary>
    private void NoteStuck(VehicleTrack track, RunTrack run, int place, double at)
    {
        Row row = this.rows[run.Links[place]];
        double since = at - run.Departed[place];
        if (run.IsStanding || !row.IsKnown || !(since > row.FreeSeconds + WordEverySeconds) || at - track.StuckSaidAt < WordEverySeconds)
        {
            return;
        }

        double share = (track.Tracker.Along - run.Offsets[place]) / Math.Max(1, run.Offsets[place + 1] - run.Offsets[place]);
        track.StuckSaidAt = at;
        row.Vote(at, Math.Clamp(share, 0, 1) * row.FreeSeconds / since);
    }

    private static byte? ThirdWorst(Span<byte> levels, Span<double> times)
    {
        if (levels.Length < Needed)
        {
            return null;
        }

        times.Sort(levels);
        Span<byte> newest = levels[^Math.Min(Votes, levels.Length)..];
        newest.Sort();
        return newest[^Needed];
    }

    private bool IsOnRoad(RunTrack run) => schedule.Routes.Type(run.RouteIndex) is 0 or 3 or 11 or (>= 200 and < 300) or (>= 700 and < 1000);

    private static Row[] NewRows(int count)
    {
        Row[] rows = new Row[count];
        for (int link = 0; link < count; link++)
        {
            rows[link] = new Row();
        }

        return rows;
    }

    private sealed class Row
    {
        private readonly double[] times = new double[Votes];
        private readonly byte[] levels = new byte[Votes];
        private int next;

        public int Passages { get; set; }

        public double FreeSeconds { get; set; }

        public bool IsKnown => this.Passages >= LeastPassages && this.FreeSeconds >= LeastFreeSeconds;

        public void Vote(double at, double ratio)
        {
            this.times[this.next] = at;
            this.levels[this.next] = ratio switch { >= 0.7 => 1, >= 0.5 => 2, >= 0.3 => 3, _ => 4 };
            this.next = (this.next + 1) % Votes;
        }

        public int Read(double after, Span<byte> into, Span<double> at, int count)
        {
            for (int i = 0; i < Votes; i++)
            {
                if (this.levels[i] > 0 && this.times[i] >= after)
                {
                    into[count] = this.levels[i];
                    at[count++] = this.times[i];
                }
            }

            return count;
        }
    }
}
