namespace TransitHub.Core.Upstream;

/// <summary>The schedule's ids in another agency's spelling: with something before or behind them that the operator has named.</summary>
internal sealed class ForeignIds(UpstreamOptions options)
{
    /// <summary>Looks an id for one of the schedule: as it stands first, then without what agencies write around it.</summary>
    /// <param name="id">The other agency's.</param>
    /// <param name="find">Finds an id of the schedule.</param>
    /// <param name="index">What was found.</param>
    /// <param name="wasStripped">Whether something was taken off.</param>
    public bool TryFind(string id, Finder find, out int index, out bool wasStripped)
    {
        wasStripped = false;
        if (find(id, out index))
        {
            return true;
        }

        wasStripped = true;
        foreach (string inner in this.WithoutSuffix(id))
        {
            if (find(inner, out index))
            {
                return true;
            }
        }

        foreach (string prefix in options.StripPrefixes)
        {
            if (!id.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            string inner = id[prefix.Length..];
            if (find(inner, out index))
            {
                return true;
            }

            foreach (string innermost in this.WithoutSuffix(inner))
            {
                if (find(innermost, out index))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private IEnumerable<string> WithoutSuffix(string id) =>
        options.StripSuffixes.Where(s => id.EndsWith(s, StringComparison.Ordinal)).Select(s => id[..^s.Length]);

    /// <summary>Finds an id of the schedule.</summary>
    public delegate bool Finder(string id, out int index);
}
