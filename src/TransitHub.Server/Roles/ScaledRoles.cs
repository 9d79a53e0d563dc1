using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
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
    /// <exception cref="CommandException">One of them cannot be.</exception>
    public static ScaledRoles Make(IReadOnlySet<string> names, RoleContext context, Random random)
    {
        if (names.Except([RoleNames.Ingest], StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw CommandException.WrongUse($"--roles: this build has no role {missing} over Redis, only {RoleNames.Ingest}.");
        }

        return new ScaledRoles { InOrder = names.Contains(RoleNames.Ingest) ? [new IngestRole(context, random)] : [] };
    }
}
