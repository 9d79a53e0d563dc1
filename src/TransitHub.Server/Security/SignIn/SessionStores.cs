using Microsoft.AspNetCore.DataProtection.Repositories;
using TransitHub.Redis;

namespace TransitHub.Server.Security.SignIn;

/// <summary>What the hub keeps of sessions; the sessions themselves are in their cookies.</summary>
/// <param name="Keys">What cookies are encrypted with.</param>
/// <param name="Ended">Those that were ended before their time.</param>
internal sealed record SessionStores(IXmlRepository Keys, IEndedSessions Ended)
{
    /// <summary>In the data folder of a hub of one process.</summary>
    public static SessionStores In(string data, TimeProvider clock)
    {
        string folder = Path.Combine(data, SessionKeyFiles.FolderName);
        return new SessionStores(new SessionKeyFiles(folder), new EndedSessionsFile(folder, clock));
    }

    /// <summary>Shared by all processes.</summary>
    public static SessionStores Over(RedisStorage storage, TimeProvider clock) =>
        new(new SharedSessionKeys(storage.SessionKeys), new SharedEndedSessions(storage.EndedSessions, clock));
}
