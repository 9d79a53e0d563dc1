using System.Collections.Immutable;
using TransitHub.Core.Devices;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Makes sightings of runs of anonymous passages. All passages of the last minutes at a line are weighed together whenever one comes or something is
/// learned of their runs at the lines before; so what is believed may be revised by those that come later. A pure function of the records and of the
/// moments at which time passes.
/// </summary>
internal sealed class CameraFusion
{
    /// <summary>Lines are looked at so often, and again while something is to be told, seconds.</summary>
    private const double Every = 10;
    private const double AgainAfter = 30;

    /// <summary>So soon after the passage it may be told if it is this clear.</summary>
    private const double EarlySeconds = 20;
    private const double EarlyProbability = 0.97;

    /// <summary>So long a passage may be revised, seconds.</summary>
    private const double RevisedSeconds = 900;

    /// <summary>Of a pattern's lines behind one so many are looked at again when something was learned there.</summary>
    private const int LinesBehind = 4;

    private readonly CameraOptions options;
    private readonly CameraLines lines;
    private readonly SignDirectory signs;
    private readonly HeadwayWatch headways;
    private readonly HeadwayStarts starts;
    private readonly LineCandidates candidates;
    private readonly LineAssociation association;
    private readonly LineVerdict verdict;
    private readonly PassTimes times;
    private readonly SightedRuns runs;
    private readonly StretchLearner stretches;
    private readonly LineCrossers crossers;
    private readonly CameraOnlyRuns unheard;
    private readonly PassageBoard board;
    private readonly List<CameraLine> active = [];
    private readonly List<WaitingPassage> batch = [];
    private ImmutableArray<CameraSnapshot> clocks;
    private double lookedAt;

    /// <param name="schedule">The static feed.</param>
    /// <param name="registry">The devices, read against it.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="assigner">Knows which vehicle has which run.</param>
    /// <param name="predictor">Knows how long ways take.</param>
    /// <param name="stretches">Learns it of runs that only cameras see.</param>
    /// <param name="headways">Knows when vehicles leave that run by headway.</param>
    /// <param name="trustOf">How far a camera can be trusted, 0 to 1; 1 where nothing is known against it.</param>
    public CameraFusion(
        Schedule schedule,
        DeviceRegistry registry,
        FusionOptions options,
        RunAssigner assigner,
        ArrivalPredictor predictor,
        StretchLearner stretches,
        HeadwayWatch headways,
        Func<DeviceId, double> trustOf)
    {
        this.options = options.Cameras;
        this.lines = new CameraLines(schedule, registry, this.options.DetectionProbability, trustOf);
        this.signs = new SignDirectory(schedule, options);
        this.runs = new SightedRuns(schedule, this.lines);
        this.times = new PassTimes(schedule, this.lines, this.options, predictor);
        this.crossers = new LineCrossers(this.lines, assigner.Owners, predictor, this.options);
        PassageEvidence evidence = new(schedule);
        this.headways = headways;
        this.starts = new HeadwayStarts(schedule, this.lines, this.runs, assigner.Owners, evidence, this.times, new HeadwayHours(schedule));
        this.candidates = new LineCandidates(schedule, this.times, this.crossers, this.runs, this.starts, this.options, options.MaxDelaySeconds);
        this.association = new LineAssociation(evidence);
        this.verdict = new LineVerdict(this.association, this.options);
        this.stretches = stretches;
        this.unheard = new CameraOnlyRuns(this.lines, assigner, predictor, options);
        this.board = new PassageBoard(this.options.KeptPassages);
    }

    /// <summary>What became of the newest passages.</summary>
    public PassageBoard Board => this.board;

    /// <summary>Runs that only cameras see.</summary>
    public CameraOnlyRuns Unheard => this.unheard;

    /// <summary>What is known of the cameras' clocks, as of the last time that one learned.</summary>
    public ImmutableArray<CameraSnapshot> Clocks
    {
        get
        {
            if (this.clocks.IsDefault)
            {
                this.clocks = [.. this.lines.Clocks.Where(c => c.HasSamples).Select(c => c.ToSnapshot())];
            }

            return this.clocks;
        }
    }

    /// <summary>Takes note of where a vehicle is that reports.</summary>
    public void Note(VehicleTrack track) => this.crossers.Note(track);

    /// <summary>Takes a passage; false: no vehicle of the timetable crosses its line, or none that it could be.</summary>
    public bool Take(PassageReport report)
    {
        if (!this.lines.TryFind(report, out CameraLine? line) || !line.MayCross(report))
        {
            return false;
        }

        SignMeaning shown = this.signs.Read(report.RouteText);
        WaitingPassage passage = new(report, line.Clock.Correction, shown)
        {
            Direction = line.DirectionOf(report.Direction),
            Usual = report.RouteText is null ? 1 : line.Shares.Of(shown.Routes),
        };
        this.times.HeardSince = Math.Min(this.times.HeardSince, passage.At);
        if (line.Insert(passage, this.options.MaxWaitingPerLine) is { Told: null } crowded)
        {
            this.board.Tell(crowded, LineVerdict.Make(crowded, PassageState.Crowded, null, []));
        }

        line.HasNews = true;
        if (!line.IsActive)
        {
            line.IsActive = true;
            this.active.Add(line);
        }

        return true;
    }

    /// <summary>Lets time pass, Unix seconds.</summary>
    public void Advance(double now)
    {
        if (now - this.lookedAt < Every)
        {
            return;
        }

        this.lookedAt = now - (now % Every);
        this.active.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        int stays = 0;
        for (int i = 0; i < this.active.Count; i++)
        {
            CameraLine line = this.active[i];
            bool isTelling = line.Passages.Exists(p => p.Told is null && (now - line.WeighedAt >= AgainAfter || now - p.At >= this.options.WindowSeconds));
            if (line.HasNews || isTelling)
            {
                this.Look(line, now);
            }

            line.Passages.RemoveAll(p => p.Told is not null && now - p.At > RevisedSeconds);
            line.IsActive = line.Passages.Count > 0;
            if (line.IsActive)
            {
                this.active[stays++] = line;
            }
        }

        this.active.RemoveRange(stays, this.active.Count - stays);
        this.runs.Forget(now);
        this.starts.Forget();
        this.unheard.Advance(now);
    }

    private void Look(CameraLine line, double now)
    {
        line.HasNews = false;
        line.WeighedAt = now;
        this.batch.Clear();
        this.batch.AddRange(line.Passages);
        this.starts.Weigh(line, this.batch);
        List<LineCandidate> found = this.Weigh(line, now, out double unreal);
        if (this.BeginRuns(line, unreal, now))
        {
            found = this.Weigh(line, now, out _);
        }

        for (int j = 0; j < found.Count; j++)
        {
            this.Believe(found[j], j);
        }

        for (int i = 0; i < this.batch.Count; i++)
        {
            this.Tell(i, found, now);
        }
    }

    private List<LineCandidate> Weigh(CameraLine line, double now, out double unreal)
    {
        (List<LineCandidate> found, double rate) = this.candidates.Find(line, this.batch, now);
        unreal = this.options.FalseShare * rate;
        this.association.Weigh(this.batch, found, unreal, line.Names, now);
        return found;
    }

    /// <summary>Begins runs by headway with passages of none that is known.</summary>
    private bool BeginRuns(CameraLine line, double unreal, double now)
    {
        bool isAny = false;
        for (int i = 0; i < this.batch.Count; i++)
        {
            WaitingPassage passage = this.batch[i];
            isAny |= passage.Newcomers > 0 && this.starts.Begin(line, passage, this.association.NoneOf(i), unreal * PassageEvidence.OfNone(passage), now);
        }

        return isAny;
    }

    /// <summary>Notes when a run passed the line, as far as that is likely by now.</summary>
    private void Believe(LineCandidate candidate, int column)
    {
        int row = -1;
        double most = 0;
        for (int i = 0; i < this.batch.Count; i++)
        {
            double share = this.association.Share(i, column);
            (row, most) = share > most ? (i, share) : (row, most);
        }

        bool isPossible = most >= PassTimes.LeastPossible;
        if (!isPossible && this.runs.Find(candidate.Trip) is null)
        {
            return;
        }

        SightedRun run = this.runs.FindOrAdd(candidate.Trip);
        if (run.Run.ByHeadway)
        {
            this.starts.Keep(run);
        }

        if (run.Set(candidate.Pass.Ordinal, isPossible ? this.batch[row].At : 0, isPossible ? most : 0))
        {
            this.Move(candidate.Trip, run);
            LinePass[] passes = this.lines.Of(candidate.Pass.Pattern)!;
            int end = Math.Min(passes.Length, candidate.Pass.Ordinal + 1 + LinesBehind);
            for (int k = candidate.Pass.Ordinal + 1; k < end; k++)
            {
                this.lines.All[passes[k].Line].HasNews = true;
            }

            for (int k = Math.Max(0, candidate.Pass.Ordinal - PassTimes.LinesAhead); k < candidate.Pass.Ordinal && most >= PassTimes.Plain; k++)
            {
                this.lines.All[passes[k].Line].HasNews |= run.ProbabilityAt(k) < PassTimes.Plain;
            }
        }
    }

    /// <summary>Tells what became of a passage once that is clear or its time is over, and again when it is revised.</summary>
    private void Tell(int row, List<LineCandidate> found, double now)
    {
        WaitingPassage passage = this.batch[row];
        double age = now - passage.At;
        if (passage.Told is null)
        {
            bool isClear = age >= EarlySeconds && this.verdict.BestOf(row, found).Probability >= EarlyProbability;
            if (!isClear && age < this.options.WindowSeconds)
            {
                return;
            }
        }

        PassageSnapshot verdict = this.verdict.Of(passage, row, found);
        if (passage.Told is { } told && told.Trip == verdict.Trip && told.State == verdict.State)
        {
            return;
        }

        if (passage.Told is null && verdict.Probability >= this.options.ApplyProbability && verdict.Trip is { } trip)
        {
            this.Learn(this.runs.FindOrAdd(trip), found[this.verdict.BestOf(row, found).Best].Pass, passage);
        }

        this.board.Tell(passage, verdict);
    }

    /// <summary>A run that no vehicle reports is where cameras saw it last.</summary>
    private void Move(TripInstance trip, SightedRun run)
    {
        if (this.crossers.HeardOn(trip) is not null)
        {
            return;
        }

        int last = run.LastOf(this.options.ApplyProbability);
        if (last < 0)
        {
            this.unheard.Unsee(trip);
        }
        else
        {
            this.unheard.See(trip, run.PassedAt(last), this.lines.Of(run.Run.Pattern)![last], run.ProbabilityAt(last));
        }
    }

    /// <summary>Lets lines, links and clocks learn from a run that was surely seen.</summary>
    private void Learn(SightedRun run, LinePass pass, WaitingPassage passage)
    {
        VehicleTrack? vehicle = this.crossers.HeardOn(run.Run.Trip);
        if (vehicle?.Run?.CrossedLines is { } crossed && !double.IsNaN(crossed[pass.Ordinal]))
        {
            this.lines.All[pass.Line].Clock.Learn(crossed[pass.Ordinal] - passage.ToldAt);
            this.clocks = default;
        }

        int from = run.Learned;
        if (pass.Ordinal <= from)
        {
            return;
        }

        run.Learned = pass.Ordinal;
        LinePass[] passes = this.lines.Of(pass.Pattern)!;
        for (int k = from + 1; from >= 0 && k <= pass.Ordinal; k++)
        {
            CameraLine line = this.lines.All[passes[k].Line];
            if (!line.HasFailed)
            {
                line.Detection.Note(k == pass.Ordinal);
            }
        }

        // Of a vehicle that reports, its own way from stop to stop teaches the links.
        if (vehicle is null)
        {
            if (run.Run.ByHeadway)
            {
                this.headways.NoteUnheard(run.Run, passage.At, pass.Offset);
            }

            this.stretches.Learn(run, passes, from, pass.Ordinal);
        }
    }
}
