using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Rules;

/// <summary>A finding that a rule can make.</summary>
/// <param name="Name">Its name in lower snake case, the canonical validator's where it has the rule.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">What is wrong, in one sentence.</param>
internal sealed record RuleCode(string Name, NoticeSeverity Severity, string Summary)
{
    public static RuleCode Error(string name, string summary) => new(name, NoticeSeverity.Error, summary);

    public static RuleCode Warning(string name, string summary) => new(name, NoticeSeverity.Warning, summary);

    public static RuleCode Info(string name, string summary) => new(name, NoticeSeverity.Info, summary);
}
