using TransitHub.Core.Fusion.Progress;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// How freely traffic moves on each link: the speed of road vehicles between stops, minute by minute, against the speed of the fastest sixth that
/// was seen to take the link. From 0.7 on it runs smoothly, from 0.5 on it is stop and go, from 0.3 on congestion, below that severe; GTFS Realtime
/// gives the words and no figures. A level is told when three of the last five minutes with a vehicle on the link were at least that bad.
/// </summary>
/// <param name="schedule">The static feed.</param>
internal sealed class LinkCongestion(Schedule schedule)
{
    /// <summary>Minutes with a vehicle that are looked at, and how many of them must be as bad as the level.</summary>
    private const int Votes = 5;

    private const int Needed = 3;

    /// <summary>Minutes after which one no longer counts.</summary>
    private const long StaleMinutes = 15;

    /// <summary>Passages before the free speed of a link is known.</summary>
    private const int LeastPassages = 8;

    /// <summary>Share of passages that are faster than the free speed.</summary>
    private const double FastShare = 0.15;

    /// <summary>Least share of its value by which the free time follows one passage.</summary>
    private const double LeastStep = 0.02;

    /// <summary>Fixes further apart say too little of a minute, seconds.</summary>
    private const double MostApart = 70;

    /// <summary>Seconds of driving without which a minute says nothing.</summary>
    private const double LeastSeconds = 15;

    /// <summary>One for each link from the beginning, so that a ping allocates nothing.</summary>
    private readonly Row[] rows = NewRows(schedule.Links.Count);

    /// <summary>Learns the free speed from a link that was passed.</summary>
    public void Learn(RunTrack run, PassedStop passed)
    {
        int from = passed.Stop - 1;
        if (!passed.IsSharp || from < 0 || !this.IsOnRoad(run) || run.Arrived[passed.Stop] - run.Departed[from] is not (> 0 and var seconds))
        {
            return;
        }

        Row row = this.rows[run.Links[from]];
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
            track.Drive = default;
            return null;
        }

        int link = run.Links[run.NextStop - 1];
        Row row = this.rows[link];
        long minute = (long)(at / 60);
        row.Close(minute, schedule.Links.LengthMeters(link));
        DriveSample now = new(at, track.Tracker.Along, run.IsStanding ? -1 : link);
        DriveSample before = track.Drive;
        track.Drive = now;
        double elapsed = now.At - before.At;
        if (now.Link >= 0 && before.Link == now.Link && elapsed is > 0 and <= MostApart)
        {
            row.Add(minute, Math.Max(0, now.Along - before.Along), elapsed);
        }

        return row.Level(minute);
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
        private readonly (int Minute, byte Level)[] votes = new (int, byte)[Votes];
        private int next;
        private long minute;
        private double meters;
        private double seconds;

        public int Passages { get; set; }

        public double FreeSeconds { get; set; }

        public void Add(long at, double moved, double elapsed)
        {
            this.minute = at;
            this.meters += moved;
            this.seconds += elapsed;
        }

        /// <summary>Ends the minutes before this one.</summary>
        public void Close(long at, double length)
        {
            if (at <= this.minute)
            {
                return;
            }

            if (this.seconds >= LeastSeconds && this.Passages >= LeastPassages && length > 0)
            {
                this.votes[this.next] = ((int)this.minute, LevelOf(this.meters / this.seconds * this.FreeSeconds / length));
                this.next = (this.next + 1) % Votes;
            }

            (this.minute, this.meters, this.seconds) = (at, 0, 0);
        }

        /// <summary>The third worst of the last minutes.</summary>
        public byte? Level(long at)
        {
            Span<byte> levels = stackalloc byte[Votes];
            int count = 0;
            foreach ((int voted, byte level) in this.votes)
            {
                if (level > 0 && at - voted <= StaleMinutes)
                {
                    levels[count++] = level;
                }
            }

            if (count < Needed)
            {
                return null;
            }

            levels[..count].Sort();
            return levels[count - Needed];
        }

        private static byte LevelOf(double ratio) => ratio switch { >= 0.7 => 1, >= 0.5 => 2, >= 0.3 => 3, _ => 4 };
    }
}

/// <summary>Where a vehicle was on its line.</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="Along">Meters along.</param>
/// <param name="Link">The link it drove on; -1: it stood at a stop.</param>
internal readonly record struct DriveSample(double At, double Along, int Link);
