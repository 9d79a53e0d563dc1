using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Devices;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Fuzz.Doors;

/// <summary>Credentials that are sent, and the files that they are held against.</summary>
internal static class AccessDoors
{
    private const string KeyText = "thub_0123456789ab_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Keys = """[{"id": "0123456789ab", "name": "App", "tier": "app", "hash": "a8ae6e6ee929abea3afcfc5258c8ccd6f85273e0d4626d26c7279f3250f77c8e", "created_at": 1772413320, "expires_at": null, "revoked_at": null}]""";

    private const string Devices = """{"version": 1, "devices": [{"user": "bus-1", "feed": "feed", "id": "bus-1", "kinds": ["avl", "status"], "secret_hash": "pbkdf2-sha512$210000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "certificate": true, "created_at": "2026-03-02T01:02:00+00:00", "messages_per_second": 2}]}""";

    /// <summary>Them.</summary>
    public static IEnumerable<Door> List() =>
    [
        new Door("credentials", [.. new[] { "Basic " + Convert.ToBase64String("anna:secret"u8), "Bearer " + KeyText, KeyText, "pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "127.0.0.1:8080", "[::1]:80" }.Select(Encoding.UTF8.GetBytes)], ["Basic ", "Bearer ", "thub_", "_", "$", "pbkdf2-sha512$", "=", "Og=="], () => static input =>
        {
            string text = Encoding.UTF8.GetString(input);
            var context = new DefaultHttpContext();
            context.Request.Headers.Authorization = text;
            _ = BasicCredentials.TryRead(context.Request, out _, out _);
            _ = ReaderKey.TryRead(text, out _, out _);
            _ = PasswordHash.IsWellFormed(text);
            _ = PasswordHash.IterationsOf(text);
            _ = DeviceSecret.IsWellFormed(text);
            _ = DeviceCredential.FindWrongUser(text);
            _ = ListenAddress.TryParse(text, out _);
        }),
        new Door("key-files", [DoorInput.Of("keys", Keys), DoorInput.Of("keys", "[]"), DoorInput.Of("keys", "[null]"), DoorInput.Of("keys", """[{"id": "0123456789ab"}]"""), DoorInput.Of("devices", Devices)], ["id", "hash", "secret_hash", "kinds", "[null]", "{}", "user", "feed", "expires_at", "bytes_per_second", "revoked_at"], () =>
        {
            string path = Path.Combine(Directory.CreateTempSubdirectory("transithub-fuzz-keys-").FullName, "keys.json");
            return input => Read(path, input);
        }),
        new Door("sign-in", [DoorInput.Of("claims", """{"sub": "1", "preferred_username": "noi", "groups": ["a", "b"], "realm_access": {"roles": ["c"]}}"""), DoorInput.Of("claims", """{"sub": 1, "realm_access": "{\"roles\": null}"}"""), DoorInput.Of("return", "/console#/alerts?feed=city"), DoorInput.Of("claims", """{"sub": "\ud800", "realm_access": {"roles": ["\ud800"]}}"""), DoorInput.Of("browser", "CfDJ8AAAA"), DoorInput.Of("known", "0123\nnoi")], ["sub", "groups", "realm_access", "roles", "//", "\\", "/", "null", "[]", "{}"], () =>
        {
            var protection = new EphemeralDataProtectionProvider();
            var browsers = new KnownBrowser(protection, new SecurityOptions());
            return input => SignIn(browsers, protection, input);
        }),
    ];

    private static void SignIn(KnownBrowser browsers, EphemeralDataProtectionProvider protection, byte[] input)
    {
        (string kind, byte[] body) = DoorInput.Split(input);
        string text = Encoding.UTF8.GetString(body);
        switch (kind)
        {
            case "claims":
                Claims(text);
                break;
            case "known":
                // A cookie of the hub's own, so that what is within it is read too.
                var known = new DefaultHttpContext();
                known.Request.Headers.Cookie = $"{KnownBrowser.CookieName}={protection.CreateProtector(KnownBrowser.Purpose).Protect(text)}";
                _ = browsers.Find(known.Request, "noi");
                break;
            case "return":
                if (OpenIdSignIn.IsOwnPath(text) && new Uri(new Uri("https://hub.example/"), text).Host != "hub.example")
                {
                    throw new InvalidOperationException("It leads to another site.");
                }

                break;
            default:
                var context = new DefaultHttpContext();
                context.Request.Headers.Cookie = $"{KnownBrowser.CookieName}={text}";
                context.Request.Headers.Origin = text;
                context.Request.Method = HttpMethods.Post;
                _ = browsers.Find(context.Request, text);
                _ = new RequestOrigin("https://hub.example").IsForeignWrite(context.Request, withCookie: true);
                break;
        }
    }

    private static void Claims(string body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            // The handler of the protocol refuses what is no JSON.
            return;
        }

        using (document)
        {
            var principal = new ClaimsPrincipal(new ClaimsIdentity(OpenIdPerson.ClaimsOf(document.RootElement)));
            foreach (string claim in (string[])["groups", "realm_access.roles"])
            {
                _ = OpenIdPerson.Of(principal, new OpenIdProvider { Name = "city", RoleClaim = claim })?.RoleValues.Count;
            }
        }
    }

    private static void Read(string path, byte[] input)
    {
        (string kind, byte[] body) = DoorInput.Split(input);
        File.WriteAllBytes(path, body);
        if (kind == "devices")
        {
            try
            {
                _ = DeviceCredentialFile.Read(path, new DeviceLimits());
            }
            catch (CommandException)
            {
                // The documented answer to a file that cannot be used.
            }

            return;
        }

        // As a reader's request does: a damaged file is told in the log and refuses everybody.
        _ = new KeyRing(new KeyFile(path), TimeProvider.System, NullLogger<KeyRing>.Instance).Find(KeyText);
        try
        {
            // As the command line and the operators' page do.
            foreach (ReaderKey key in new KeyFile(path).Read())
            {
                _ = key.StateAt(TestHub.Now.UnixSeconds) + key.Id.Length + key.Name.Length + key.Tier.Length;
            }
        }
        catch (KeyStoreException)
        {
            // The documented answer to a file that cannot be used.
        }
    }
}
