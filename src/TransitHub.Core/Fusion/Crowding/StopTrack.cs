using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Numerics;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// What is known of those who wait at a stop. The last minutes are worked out anew from a settled state with whatever has come meanwhile: counts are of
/// intervals that end after vehicles have left, and come late. What has settled teaches what is usual.
/// </summary>
internal sealed class StopTrack
{
    /// <summary>What is so far past is settled, seconds: counts that come later teach, but change no state.</summary>
    private const double SettleSeconds = 600;

    private const double SettleEvery = 300;

    /// <summary>The first word of a stop is of about so long, seconds; of what was before nothing is known.</summary>
    private const double FirstSeconds = 60;

    /// <summary>Half the usual time between two reports of a vehicle, seconds.</summary>
    private const double HeardAfterSeconds = 10;

    /// <summary>How long it takes until the run of a vehicle that leaves its first stop is found, seconds.</summary>
    private const double FoundAfterSeconds = 45;

    /// <summary>Riders a second who may come to a stop without gates of which nothing is known, as a deviation from none.</summary>
    private const double UngatedRate = 0.1;

    /// <summary>So long after a vehicle has left, what a zone sees still tells of those who boarded it, seconds; later others have come and gone.</summary>
    private const double WatchedSeconds = 120;

    private readonly List<StopEvent> events = [];
    private readonly WaitingState settled;
    private readonly LineShares shares;
    private readonly LoadTracker loads;
    private readonly RoomForecast rooms;
    private double settledAt = double.NaN;
    private double boardedSettled;
    private double learnedThrough = double.MinValue;

    /// <summary>Nothing known yet.</summary>
    /// <param name="stop">Index of the stop.</param>
    /// <param name="stopId">GTFS <c>stop_id</c>.</param>
    /// <param name="capacity">People for whom there is room; null: not said.</param>
    /// <param name="lines">Lines that riders board here.</param>
    /// <param name="loads">Riders on board.</param>
    /// <param name="rooms">Room in vehicles.</param>
    public StopTrack(int stop, string stopId, int? capacity, IReadOnlyList<BoardingLine> lines, LoadTracker loads, RoomForecast rooms)
    {
        this.Stop = stop;
        this.StopId = stopId;
        this.Capacity = capacity;
        this.Lines = lines;
        this.loads = loads;
        this.rooms = rooms;
        this.shares = new LineShares(lines);
        this.settled = new WaitingState(lines.Count);
        this.Now = new WaitingState(lines.Count);
    }

    /// <summary>Index of the stop.</summary>
    public int Stop { get; }

    /// <summary>GTFS <c>stop_id</c>.</summary>
    public string StopId { get; }

    /// <summary>People for whom there is room; null: not said.</summary>
    public int? Capacity { get; }

    /// <summary>Lines that riders board here.</summary>
    public IReadOnlyList<BoardingLine> Lines { get; }

    /// <summary>Its gates.</summary>
    public List<GateTrack> Gates { get; } = [];

    /// <summary>Its zones.</summary>
    public List<ZoneTrack> Zones { get; } = [];

    /// <summary>What usually comes where no gate counts: learned from what the zones see.</summary>
    public UsualArrivals? Ungated { get; set; }

    /// <summary>How far off the truth intervals of its forecasts turn out to be.</summary>
    public IntervalScale Scale { get; } = new();

    /// <summary>How many usually wait.</summary>
    public required UsualWaiting Usual { get; init; }

    /// <summary>Those who wait now, as of <see cref="EstimatedAt"/>.</summary>
    public WaitingState Now { get; }

    /// <summary>The moment of <see cref="Now"/>, Unix seconds; NaN: nothing was counted yet.</summary>
    public double EstimatedAt { get; private set; } = double.NaN;

    /// <summary>When the newest evidence was measured, Unix seconds; 0: none.</summary>
    public double MeasuredAt { get; private set; }

    /// <summary>What is told of it; unknown before the first time.</summary>
    public CrowdingLevel Level { get; set; }

    /// <summary>Vehicles that will leave it, by line in the order of time.</summary>
    public List<ComingVehicle> Coming { get; } = [];

    /// <summary>Chances to fit that were told of vehicles that have not left.</summary>
    public FitProbes Fits { get; } = new();

    /// <summary>Its gates as of <see cref="EstimatedAt"/>.</summary>
    public GatePresent[] GatesNow { get; private set; } = [];

    /// <summary>For which lines those who come are, as shares as of <see cref="EstimatedAt"/>.</summary>
    public ReadOnlySpan<double> Shares => this.shares.Now;

    /// <summary>Up to when it has learned, Unix seconds: what is older is not learned again.</summary>
    public double LearnedThrough
    {
        get => this.learnedThrough;
        set => this.learnedThrough = value;
    }

    /// <summary>Notes that something was measured.</summary>
    public void Hear(double at)
    {
        this.MeasuredAt = Math.Max(this.MeasuredAt, at);
        if (double.IsNaN(this.settledAt))
        {
            this.settledAt = at - FirstSeconds;
            for (int i = 0; i < this.Lines.Count; i++)
            {
                this.settled.Suppose(i, 0, 9 + Math.Pow(0.1 * this.Lines[i].Weight * (this.Capacity ?? 100), 2));
            }
        }
    }

    /// <summary>One of its zones was looked at: with the last word of the others that makes all who are present.</summary>
    public void See(double at)
    {
        this.Hear(at);
        (double riders, double variance) = (0, 0);
        foreach (ZoneTrack zone in this.Zones)
        {
            if (zone.At(at) is not { } seen)
            {
                return;
            }

            riders += seen.Riders;
            variance += seen.Variance;
        }

        this.Add(new ZoneEvent(at, riders, variance));
    }

    /// <summary>Takes something that happened; what lies before the settled state comes too late.</summary>
    public void Add(StopEvent happened)
    {
        if (double.IsNaN(this.settledAt) || happened.At <= this.settledAt)
        {
            return;
        }

        int place = this.events.Count;
        while (place > 0 && this.events[place - 1].At > happened.At)
        {
            place--;
        }

        this.events.Insert(place, happened);
        if (happened is BoardingEvent boarding)
        {
            this.Lines[boarding.Line].ServedAt = Math.Max(this.Lines[boarding.Line].ServedAt, boarding.At);
        }
    }

    /// <summary>Works out who waits at a moment.</summary>
    /// <param name="at">Unix seconds.</param>
    public void Estimate(double at)
    {
        if (double.IsNaN(this.settledAt))
        {
            return;
        }

        this.GatesNow = [.. this.Gates.Select(g => g.PresentAt(at))];
        this.shares.Work(at, this.Coming);
        if (at - this.settledAt >= SettleSeconds + SettleEvery)
        {
            double to = at - SettleSeconds;
            double before = this.settled.Total;
            this.boardedSettled = 0;
            this.Run(this.settled, this.settledAt, to, isFinal: true);
            double from = Math.Max(this.settledAt, this.learnedThrough);
            if (this.Ungated is { } usual && from <= this.settledAt && this.settled.TotalVariance < Math.Max(25, 0.1 * this.settled.Total * this.settled.Total))
            {
                // Nobody is lost: who boarded had come, and who waits more than before has too.
                usual.Learn((from + to) / 2, to - from, Math.Max(0, this.boardedSettled + this.settled.Total - before), 1);
            }

            foreach (GateTrack gate in this.Gates)
            {
                gate.Learn(Math.Max(this.settledAt, this.learnedThrough), to);
            }

            this.events.RemoveAll(e => e.At <= to);
            (this.settledAt, this.learnedThrough) = (to, Math.Max(this.learnedThrough, to));
        }

        this.Now.CopyFrom(this.settled);
        this.Run(this.Now, this.settledAt, at, isFinal: false);
        this.TellLoads();
        this.EstimatedAt = at;
        if (at > this.learnedThrough && this.Now.TotalVariance < Math.Max(25, 0.1 * this.Now.Total * this.Now.Total))
        {
            this.Usual.Learn(at, this.Now.Total);
        }
    }

    /// <summary>
    /// Riders who wait now, all lines together, and the variance of that: a vehicle that is due may have taken some already, since it is heard of only with its
    /// next report, or when its run is found.
    /// </summary>
    public (double Riders, double Variance) Present()
    {
        (double riders, double variance) = (this.Now.Total, this.Now.TotalVariance);
        int line = -1;
        foreach (ComingVehicle next in this.Coming)
        {
            if (next.Line == line)
            {
                continue;
            }

            line = next.Line;
            double late = this.EstimatedAt + (next.Trip is null ? FoundAfterSeconds : HeardAfterSeconds) - next.Departure;
            double gone = Math.Min(0.5, NormalMath.Below(late / Math.Max(HeardAfterSeconds, next.Deviation)));
            double taken = Math.Min(this.Now.Of(line), Math.Max(0, next.Room));
            riders -= gone * taken;
            variance += gone * (1 - gone) * taken * taken;
        }

        return (Math.Max(0, riders), variance);
    }

    /// <summary>Riders a second who are expected to come at a moment, of all gates; NaN: nothing is known.</summary>
    public double RateAt(double at)
    {
        double rate = this.Ungated is { } usual ? usual.RateAt(at, double.NaN) : 0;
        for (int i = 0; i < this.Gates.Count; i++)
        {
            rate += this.Gates[i].RateAt(at, this.GatesNow[i]);
        }

        return rate;
    }

    private void Run(WaitingState state, double from, double to, bool isFinal)
    {
        double at = from;
        foreach (StopEvent happened in this.events)
        {
            if (happened.At > to)
            {
                break;
            }

            if (happened.At > at)
            {
                this.Pass(state, at, happened.At, isFinal);
                at = happened.At;
            }

            switch (happened)
            {
                case BoardingEvent left:
                    this.Leave(state, left, isFinal);
                    break;
                case ZoneEvent seen:
                    state.EndWatch(seen.At - WatchedSeconds);
                    state.See(seen.Riders, seen.Variance, 2 + (0.1 * seen.Riders * 0.1 * seen.Riders));
                    break;
            }
        }

        this.Pass(state, at, to, isFinal);
    }

    private void Pass(WaitingState state, double from, double to, bool isFinal)
    {
        (double riders, double variance) = (0, 0);
        for (int i = 0; i < this.Gates.Count; i++)
        {
            (double came, double spread) = this.Gates[i].Between(from, to, this.GatesNow[i]);
            riders += came;
            variance += spread;
        }

        if (this.Ungated is { } usual)
        {
            double mean = (to - from) * usual.RateAt((from + to) / 2, double.NaN);
            (riders, variance) = double.IsNaN(mean) ? (0, UngatedRate * UngatedRate * (to - from) * (to - from)) : (mean, mean + (0.25 * mean * mean));
        }

        state.Wait(to - from);
        state.Arrive(this.shares.Now, riders, variance);
        if (isFinal)
        {
            this.shares.NoteArrivals(riders);
        }
    }

    private void Leave(WaitingState state, BoardingEvent left, bool isFinal)
    {
        left.Load = left.Track.Load is { } load && load.Run == left.Run ? load : left.Load;
        (double room, double roomVariance) = this.rooms.Of(left.Track, left.Run, left.Place, left.Load, this.Lines[left.Line].Errors, left.At);
        (double boarded, double variance) = left.Load is { } counted ? this.loads.CountedAt(left.Track, counted, left.Place) : (double.NaN, double.NaN);
        bool isCounted = !double.IsNaN(boarded);
        bool isFull = !double.IsInfinity(room)
            && NormalMath.Below((state.Of(left.Line) - room) / Math.Sqrt(state.VarianceOf(left.Line) + roomVariance + 1)) > 0.5;
        if (isCounted && isFull)
        {
            // It took as many as it had room for: what the doors counted tells how many that were.
            double gain = roomVariance / (roomVariance + variance + 0.25);
            (room, roomVariance) = (room + (gain * (boarded - room)), (1 - gain) * roomVariance);
        }
        else if (isCounted)
        {
            state.Boarded(left.Line, boarded, variance);
        }

        (left.Doors, left.IsFullByDoors) = ((boarded, variance), isCounted && isFull);
        BoardedRiders? watched = isFinal ? null : left.Boarded ??= new BoardedRiders(left.At, this.Lines.Count);
        (double took, _) = state.Depart(left.Line, room, roomVariance, watched);
        if (isFinal)
        {
            this.boardedSettled += took;
            this.shares.NoteDeparture(left.Line, isCounted && !isFull ? boarded : double.NaN, isFull, isNew: left.At > this.learnedThrough);
            this.LearnRoom(left, boarded, variance);
        }
    }

    private void LearnRoom(BoardingEvent left, double boarded, double variance)
    {
        BoardingLine line = this.Lines[left.Line];
        bool isNew = left.At > this.learnedThrough;
        if (isNew && left.Load is { } load)
        {
            this.rooms.Learn(load, left.Place, line.Errors, left.At);
        }

        this.Fits.Learn(left.Line, left.Run, isNew ? line.Fits : null, boarded, variance, this.rooms.FullChance(left.Load, left.Place, boarded, variance));
    }

    /// <summary>Tells the vehicles that have left of late how many boarded them here, without what their own doors told of it.</summary>
    private void TellLoads()
    {
        foreach (StopEvent happened in this.events)
        {
            if (happened is BoardingEvent { IsFullByDoors: false, Boarded: { } boarded } left
                && PlatformBoarding.Of(boarded.Mean, boarded.Variance, left.Doors) is { } seen)
            {
                this.loads.TakePlatform(left.Track, left.Run, left.Place, seen, left.At);
            }
        }
    }
}
