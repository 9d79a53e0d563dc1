using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;
using TransitHub.Redis;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Audit;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Server.Security.SignIn;

/// <summary>What the hub keeps of sessions; the sessions themselves are in their cookies.</summary>
/// <param name="Keys">What cookies are encrypted with.</param>
/// <param name="Ended">Those that were ended before their time.</param>
/// <param name="MakeVouches">Makes the store of what providers said, of what encrypts cookies.</param>
/// <param name="Audit">What became of sessions by what providers said.</param>
internal sealed record SessionStores(IXmlRepository Keys, IEndedSessions Ended, Func<IDataProtectionProvider, IVouches> MakeVouches, IAuditTrail Audit)
{
    /// <summary>In the data folder of a hub of one process.</summary>
    public static SessionStores In(string data, TimeProvider clock)
    {
        string folder = Path.Combine(data, SessionKeyFiles.FolderName);
        return new SessionStores(new SessionKeyFiles(folder), new EndedSessionsFile(folder, clock), _ => new LocalVouches(clock), AuditFile.Beside(Path.Combine(data, AuditFile.Name)));
    }

    /// <summary>The same for a hub that starts: where somebody may sign in, what is there is read once, so that a damaged file stops the start and not each request.</summary>
    /// <exception cref="CommandException">A file cannot be read; the message names it and what to do.</exception>
    public static SessionStores Open(HubOptions options, TimeProvider clock)
    {
        SessionStores stores = In(options.Data, clock);
        try
        {
            if (options.Security.HasSignIn)
            {
                stores.Keys.GetAllElements();
                ((EndedSessionsFile)stores.Ended).Load();
            }

            return stores;
        }
        catch (IOException exception)
        {
            throw CommandException.InputHasErrors("Sessions of operators: " + exception.Message);
        }
    }

    /// <summary>Shared by all processes.</summary>
    public static SessionStores Over(RedisStorage storage, TimeProvider clock) =>
        new(new SharedSessionKeys(storage.SessionKeys), new SharedEndedSessions(storage.EndedSessions, clock), protection => new SharedVouches(storage.Vouches, protection, clock), new SharedTrail(storage.SessionAudit));
}
