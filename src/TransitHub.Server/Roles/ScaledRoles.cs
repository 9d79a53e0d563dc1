using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;
using TransitHub.Core.Serving;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Roles.Encoding;
using TransitHub.Server.Roles.Fusion;
using TransitHub.Server.Roles.Ingest;
using TransitHub.Server.Roles.Serving;

namespace TransitHub.Server.Roles;

/// <summary>The roles of one process.</summary>
internal sealed class ScaledRoles
{
    /// <summary>In the order in which they start; they stop the other way round, so that whoever is handed something still works.</summary>
    public required IReadOnlyList<IHubRole> InOrder { get; init; }

    /// <summary>The role <c>ingest</c>; null: another process has it.</summary>
    public IngestRole? Ingest => this.InOrder.OfType<IngestRole>().FirstOrDefault();

    /// <summary>What the role <c>serve</c> gives to readers; empty: another process has it.</summary>
    public IReadOnlyList<HubFeed> Feeds { get; init; } = [];

    /// <summary>What all ingest processes refused of no feed; null: another process serves.</summary>
    public RejectionLedger? Unrouted { get; init; }

    /// <summary>Makes those that were named.</summary>
    /// <param name="names">Of <see cref="RoleNames"/>.</param>
    /// <param name="context">What they work with.</param>
    /// <param name="random">Spreads reconnections.</param>
    /// <exception cref="CommandException">One of them cannot be.</exception>
    public static ScaledRoles Make(IReadOnlySet<string> names, RoleContext context, Random random)
    {
        ServeRole? serve = names.Contains(RoleNames.Serve) ? new ServeRole(context, ChangesForm.ByNames, ReportForm.ByNames) : null;
        List<IHubRole> made = serve is null ? [] : [serve];
        if (names.Contains(RoleNames.Fusion))
        {
            made.AddRange([new EncoderRole(context, ChangesForm.ByNames), new FusionRole(context, ChangesForm.ByNames, ReportForm.ByNames)]);
        }

        if (names.Contains(RoleNames.Ingest))
        {
            made.Add(new IngestRole(context, random));
        }

        return new ScaledRoles { InOrder = made, Feeds = serve?.Feeds ?? [], Unrouted = serve?.Unrouted };
    }
}
