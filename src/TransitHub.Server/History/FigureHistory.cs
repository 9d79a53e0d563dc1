using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.History;

/// <summary>
/// A feed's figures of the last two days, minute by minute, in a memory of fixed size. Counters are kept as what came in each minute; one that falls has
/// started again, and counts from where it is then. One thread gives it figures, any number read.
/// </summary>
internal sealed class FigureHistory
{
    /// <summary>Length of a step, seconds.</summary>
    public const int StepSeconds = 60;

    /// <summary>How far back it reaches.</summary>
    public const int MaxHours = 48;

    /// <summary>Name of the figure of what was refused before the log.</summary>
    internal const string Refused = "refused";

    private const int Steps = MaxHours * 3600 / StepSeconds;

    /// <summary>A clock that goes back by less goes on from where it was; by more, it was wrong before, and so is the history.</summary>
    private const int StepsOfPatience = 60;

    private const string Vehicles = "vehicles";
    private const string Matched = "matched_vehicles";
    private const string Accepted = "accepted";
    private const string StateAge = "state_age_seconds";
    private const string Silent = "devices_silent";

    private static readonly string[] ReasonNames = [.. Enum.GetValues<RejectionReason>().Select(r => r.Name())];

    private readonly Lock sync = new();
    private readonly Dictionary<string, StepColumn> figures = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StepColumn> reasons = new(StringComparer.Ordinal);
    private FigureSample? former;
    private long newest = -1;

    /// <summary>Starts empty.</summary>
    public FigureHistory()
    {
        foreach (string name in (string[])[Vehicles, Matched, Accepted, Refused, StateAge, Silent])
        {
            this.figures.Add(name, new StepColumn(Steps));
        }
    }

    /// <summary>Takes a look at the figures; of several in one step gauges keep the last value, and the state's age its worst.</summary>
    public void Take(Timestamp now, FigureSample sample)
    {
        lock (this.sync)
        {
            long step = this.GoOn(now.UnixSeconds / StepSeconds);
            this.figures[Vehicles][step] = sample.Vehicles;
            this.figures[Matched][step] = sample.MatchedVehicles;
            this.figures[Silent][step] = sample.DevicesSilent;
            this.figures[StateAge].Raise(step, sample.StateAgeSeconds);
            if (this.former is { } before)
            {
                this.figures[Accepted].Add(step, Came(before.Accepted, sample.Accepted));
                this.figures[Refused].Add(step, 0);
                this.Count(step, before.Reasons, sample.Reasons);
            }

            this.former = sample;
        }
    }

    /// <summary>The newest hours, up to the last step that is over.</summary>
    /// <param name="hours">1 to <see cref="MaxHours"/>.</param>
    /// <param name="now">The present.</param>
    public FigureSeries Read(int hours, Timestamp now)
    {
        int count = Math.Clamp(hours, 1, MaxHours) * 3600 / StepSeconds;
        lock (this.sync)
        {
            // The step that is not over looks like a fall of every count; and the ring may already have begun the one after the last.
            long first = (now.UnixSeconds / StepSeconds) - count;
            return new FigureSeries(
                first * StepSeconds,
                this.figures.ToDictionary(c => c.Key, c => this.ValuesOf(first, count, step => c.Value[step]), StringComparer.Ordinal),
                this.reasons.Where(c => c.Value.HasAny).ToDictionary(c => c.Key, c => this.ValuesOf(first, count, step => this.ReasonAt(c.Value, step)), StringComparer.Ordinal));
        }
    }

    /// <summary>All of it as bytes.</summary>
    public byte[] Encode()
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        lock (this.sync)
        {
            writer.Write(this.newest);
            WriteColumns(writer, this.figures, this.newest);
            WriteColumns(writer, this.reasons, this.newest);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Takes over what <see cref="Encode"/> gave, before the first look; false: these bytes are none of it.</summary>
    public bool TryRestore(byte[] bytes)
    {
        using BinaryReader reader = new(new MemoryStream(bytes));
        lock (this.sync)
        {
            try
            {
                long restored = reader.ReadInt64();
                ReadColumns(reader, restored, name => this.figures.GetValueOrDefault(name));
                ReadColumns(reader, restored, this.ReasonOf);
                this.newest = restored;
                return true;
            }
            catch (EndOfStreamException)
            {
                this.Clear();
                return false;
            }
        }
    }

    /// <summary>Of a sum over shards nobody knows how much of what is left is new.</summary>
    private static long Came(long before, long now) => Math.Max(0, now - before);

    private static void WriteColumns(BinaryWriter writer, IDictionary<string, StepColumn> columns, long newest)
    {
        writer.Write(columns.Count);
        foreach ((string name, StepColumn column) in columns)
        {
            writer.Write(name);
            for (long step = newest - Steps + 1; step <= newest; step++)
            {
                writer.Write(step < 0 ? float.NaN : column[step]);
            }
        }
    }

    /// <summary>Columns are found by name, so that those of another version of the hub may come and go.</summary>
    private static void ReadColumns(BinaryReader reader, long newest, Func<string, StepColumn?> find)
    {
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            StepColumn? column = find(reader.ReadString());
            for (long step = newest - Steps + 1; step <= newest; step++)
            {
                float value = reader.ReadSingle();
                if (column is not null && step >= 0)
                {
                    column[step] = value;
                }
            }
        }
    }

    /// <summary>The step to write to; steps that nobody looked at have no values.</summary>
    private long GoOn(long step)
    {
        if (this.newest >= 0 && step < this.newest - StepsOfPatience)
        {
            this.Clear();
        }

        if (this.newest >= 0 && step > this.newest)
        {
            for (long passed = Math.Max(this.newest + 1, step - Steps + 1); passed <= step; passed++)
            {
                this.Each(column => column[passed] = float.NaN);
            }
        }

        this.newest = Math.Max(this.newest, step);
        return this.newest;
    }

    private void Count(long step, IReadOnlyList<ReasonCount> before, IReadOnlyList<ReasonCount> now)
    {
        foreach (ReasonCount reason in now)
        {
            long came = Came(before.FirstOrDefault(b => b.Reason == reason.Reason).Count, reason.Count);
            this.ReasonOf(reason.Reason)!.Add(step, came);
            if (RejectionReasonText.IsRefusing(reason.Stage))
            {
                this.figures[Refused].Add(step, came);
            }
        }
    }

    /// <summary>The column of a reason; there are as many reasons as the hub knows, so they need no bound of their own.</summary>
    private StepColumn? ReasonOf(string name)
    {
        if (!this.reasons.TryGetValue(name, out StepColumn? column) && ReasonNames.Contains(name, StringComparer.Ordinal))
        {
            column = new StepColumn(Steps);
            this.reasons.Add(name, column);
        }

        return column;
    }

    /// <summary>A reason that did not come while somebody looked came no times.</summary>
    private float ReasonAt(StepColumn reason, long step) => float.IsNaN(reason[step]) && !float.IsNaN(this.figures[Refused][step]) ? 0 : reason[step];

    private double?[] ValuesOf(long first, int count, Func<long, float> read)
    {
        double?[] values = new double?[count];
        for (int i = 0; i < count; i++)
        {
            long step = first + i;
            bool isKept = step >= 0 && step <= this.newest && step > this.newest - Steps;
            float value = isKept ? read(step) : float.NaN;
            values[i] = float.IsNaN(value) ? null : Math.Round((double)value, 1);
        }

        return values;
    }

    private void Clear()
    {
        this.Each(column => column.Clear());
        this.newest = -1;
    }

    private void Each(Action<StepColumn> what)
    {
        foreach (StepColumn column in this.figures.Values.Concat(this.reasons.Values))
        {
            what(column);
        }
    }
}

/// <summary>Figures by steps; null: the step has none.</summary>
/// <param name="From">Start of the first step, Unix seconds.</param>
/// <param name="Figures">By name.</param>
/// <param name="ByReason">What was refused or left without a trip in each step, by reason.</param>
internal sealed record FigureSeries(long From, IReadOnlyDictionary<string, double?[]> Figures, IReadOnlyDictionary<string, double?[]> ByReason);
