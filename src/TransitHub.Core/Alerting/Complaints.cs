namespace TransitHub.Core.Alerting;

/// <summary>What is wrong with something an operator wrote, by field.</summary>
internal sealed class Complaints
{
    private readonly List<(string Field, string Problem)> all = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => this.all.Count == 0;

    public void Add(string field, string problem) => this.all.Add((field, problem));

    public void Require(bool ok, string field, string problem)
    {
        if (!ok)
        {
            this.Add(field, problem);
        }
    }

    public Dictionary<string, string[]> ByField() =>
        this.all.GroupBy(p => p.Field, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(p => p.Problem).ToArray(), StringComparer.Ordinal);
}
