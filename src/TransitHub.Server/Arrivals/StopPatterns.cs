using System.Runtime.CompilerServices;
using TransitHub.Gtfs;

namespace TransitHub.Server.Arrivals;

/// <summary>Which patterns call at a stop, and at which place; made once for a schedule, when the first reader asks.</summary>
internal sealed class StopPatterns
{
    private static readonly ConditionalWeakTable<Schedule, StopPatterns> Known = [];

    private readonly List<(int Pattern, int Position)>?[] calls;

    private StopPatterns(Schedule schedule)
    {
        this.calls = new List<(int Pattern, int Position)>?[schedule.Stops.Count];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
            for (int position = 0; position < stops.Length; position++)
            {
                (this.calls[stops[position]] ??= []).Add((pattern, position));
            }
        }
    }

    /// <summary>The index of a schedule.</summary>
    public static StopPatterns Of(Schedule schedule) => Known.GetValue(schedule, static s => new StopPatterns(s));

    /// <summary>Patterns and places that call at the stop.</summary>
    public IReadOnlyList<(int Pattern, int Position)> At(int stop) => this.calls[stop] ?? [];
}
