using System.Collections.Immutable;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>All that detours change in one pattern; immutable.</summary>
/// <param name="Pattern">Index of the pattern.</param>
/// <param name="Id">Names it, and its drawn line.</param>
/// <param name="Spans">Stops left out, in the order of the pattern; neither overlapping nor next to each other.</param>
/// <param name="Line">The way of the pattern with its detours.</param>
/// <param name="Since">When the first vehicle went that way, Unix seconds.</param>
internal sealed record PatternDetour(int Pattern, string Id, ImmutableArray<DetourSpan> Spans, ImmutableArray<GeoPoint> Line, long Since)
{
    /// <summary>Whether a stop is left out.</summary>
    public bool Skips(int position)
    {
        foreach (DetourSpan span in this.Spans)
        {
            if (position >= span.First && position <= span.Last)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Seconds by which a stop is later than the timetable for the detours before it.</summary>
    /// <param name="position">The stop.</param>
    /// <param name="from">Detours before this place are behind the vehicle already.</param>
    public int ExtraBefore(int position, int from = 0)
    {
        int extra = 0;
        foreach (DetourSpan span in this.Spans)
        {
            extra += span.Last < position && span.Last >= from ? span.ExtraSeconds : 0;
        }

        return extra;
    }
}

/// <summary>Stops next to each other that are left out.</summary>
/// <param name="First">Place in the pattern of the first.</param>
/// <param name="Last">Place in the pattern of the last.</param>
/// <param name="ExtraSeconds">Seconds by which every stop behind is later.</param>
/// <param name="AlertId">The alert that tells of it.</param>
/// <param name="ModifiedAt">When it was changed last, Unix seconds.</param>
internal readonly record struct DetourSpan(int First, int Last, int ExtraSeconds, string AlertId, long ModifiedAt);
