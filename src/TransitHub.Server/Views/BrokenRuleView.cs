using TransitHub.Core.Conformance;

namespace TransitHub.Server.Views;

/// <summary>A rule that is broken, in JSON.</summary>
/// <param name="Code">The rule: E and W as in the canonical validator, TH ours.</param>
/// <param name="Severity">error, warning or info.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Specification">Where the specification speaks of it.</param>
/// <param name="Now">Findings of the last check.</param>
/// <param name="Total">Findings since the start.</param>
/// <param name="Samples">The first of the last check.</param>
internal sealed record BrokenRuleView(string Code, string Severity, string Title, Uri Specification, long Now, long Total, IReadOnlyList<string> Samples)
{
    /// <summary>Of a rule.</summary>
    public static BrokenRuleView Of(string code, long total, RealtimeFindings findings)
    {
        RealtimeRule rule = RealtimeRuleSet.All.First(one => one.Code == code);
        return new BrokenRuleView(
            code,
            rule.Severity.ToString().ToLowerInvariant(),
            rule.Title,
            rule.Specification,
            findings.CountOf(code),
            total,
            [.. findings.Notices.Where(one => one.Code == code).Select(static one => one.Message)]);
    }
}
