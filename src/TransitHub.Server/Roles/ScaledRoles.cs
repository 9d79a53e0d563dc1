using TransitHub.Core.Serving;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Roles.Encoding;
using TransitHub.Server.Roles.Fusion;
using TransitHub.Server.Roles.Ingest;

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

    /// <summary>Makes those that were named.</summary>
    /// <param name="names">Of <see cref="RoleNames"/>.</param>
    /// <param name="context">What they work with.</param>
    /// <param name="random">Spreads reconnections.</param>
    /// <param name="changes">How shards' changes stand in their streams; null: this build has no form for them, and no role <c>fusion</c>.</param>
    /// <exception cref="CommandException">One of them cannot be.</exception>
    public static ScaledRoles Make(IReadOnlySet<string> names, RoleContext context, Random random, ChangesForm? changes)
    {
        string[] known = changes is null ? [RoleNames.Ingest] : [RoleNames.Fusion, RoleNames.Ingest];
        if (names.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw CommandException.WrongUse($"--roles: this build has no role {missing} over Redis, only {string.Join(" and ", known)}.");
        }

        List<IHubRole> made = [];
        if (changes is not null && names.Contains(RoleNames.Fusion))
        {
            made.AddRange([new EncoderRole(context, changes), new FusionRole(context, changes)]);
        }

        if (names.Contains(RoleNames.Ingest))
        {
            made.Add(new IngestRole(context, random));
        }

        return new ScaledRoles { InOrder = made };
    }
}
