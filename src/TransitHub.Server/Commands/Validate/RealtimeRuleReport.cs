using TransitHub.Core.Conformance;

namespace TransitHub.Server.Commands.Validate;

/// <summary>What breaks one rule.</summary>
/// <param name="rule">The rule.</param>
internal sealed class RealtimeRuleReport(RealtimeRule rule)
{
    /// <summary>The rule.</summary>
    public RealtimeRule Rule => rule;

    /// <summary>How often.</summary>
    public long Total { get; set; }

    /// <summary>In how many moments.</summary>
    public int Moments { get; set; }

    /// <summary>The first findings, with the moment of each in Unix seconds.</summary>
    public List<(long Moment, RealtimeNotice Notice)> Samples { get; } = [];
}
