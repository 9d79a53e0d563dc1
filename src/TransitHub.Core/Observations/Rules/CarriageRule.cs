using System.Collections.Immutable;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// Carriages are numbered 1, 2, 3 … without a gap and each is there once: readers of the feeds drop all carriages of a train otherwise, and
/// riders who wait at the wrong end of a platform are worse off than without.
/// </summary>
internal static class CarriageRule
{
    /// <summary>What is wrong; null when nothing is, as where there are none.</summary>
    public static string? Fault(ImmutableArray<Carriage> carriages)
    {
        if (carriages.IsDefaultOrEmpty)
        {
            return null;
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int at = 0; at < carriages.Length; at++)
        {
            if (carriages[at].Sequence != at + 1)
            {
                return $"carriage_sequence {carriages[at].Sequence} stands where {at + 1} of {carriages.Length} is expected; number all carriages from 1 on, or none";
            }

            if (carriages[at].Id is { } id && !ids.Add(id))
            {
                return $"two carriages have the id '{id}'";
            }
        }

        return null;
    }
}
