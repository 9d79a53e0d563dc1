namespace TransitHub.Core.Observations;

/// <summary>Collects what is wrong with an operator's settings, one sentence for each.</summary>
internal sealed class SettingRanges
{
    private readonly List<string> wrong = [];

    /// <summary>All that is wrong, in the order of asking.</summary>
    public IReadOnlyList<string> Wrong => this.wrong;

    /// <summary>Notes the setting unless it lies in its range.</summary>
    /// <param name="ok">Whether it does.</param>
    /// <param name="setting">The property's name.</param>
    /// <param name="range">The range in words, with its unit.</param>
    public SettingRanges Require(bool ok, string setting, string range)
    {
        if (!ok)
        {
            this.wrong.Add($"{setting} must be {range}.");
        }

        return this;
    }

    /// <summary>Throws when anything is wrong.</summary>
    /// <exception cref="ArgumentException">The message names every wrong setting with its range.</exception>
    public static void ThrowIfAny(IReadOnlyList<string> wrong, string parameter)
    {
        if (wrong.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', wrong), parameter);
        }
    }
}
