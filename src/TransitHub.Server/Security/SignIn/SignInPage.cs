using System.Text.Encodings.Web;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Server.Security.SignIn;

/// <summary>What a browser is shown that comes from a provider and is not signed in, in English and Thai: what is so, and what to do.</summary>
internal static class SignInPage
{
    /// <summary>The person has no role.</summary>
    public static Task NoRoleAsync(HttpContext context, OpenIdProvider provider, OpenIdPerson who)
    {
        string values = string.Join(", ", new[] { ("admin", provider.Roles.Admin), ("operator", provider.Roles.Operator), ("viewer", provider.Roles.Viewer) }
            .Where(r => r.Item2.Count > 0).Select(r => $"{string.Join(" / ", r.Item2)} = {r.Item1}"));
        return WriteAsync(
            context, StatusCodes.Status403Forbidden, provider, "You have no role here · คุณยังไม่มีสิทธิ์ใช้งาน",
            $"{provider.Name} knows you as {who.Name}, and nothing it says of you gives you a role in this hub. Ask whoever runs {provider.Name} to give you one of these in the claim '{provider.RoleClaim}': {values}. Then sign in again.",
            $"{provider.Name} รู้จักคุณในชื่อ {who.Name} แต่ยังไม่ได้ให้สิทธิ์ใด ๆ ในระบบนี้ โปรดขอให้ผู้ดูแล {provider.Name} เพิ่มค่าใดค่าหนึ่งต่อไปนี้ใน claim '{provider.RoleClaim}': {values} แล้วเข้าสู่ระบบอีกครั้ง");
    }

    /// <summary>The person has no name.</summary>
    public static Task NoNameAsync(HttpContext context, OpenIdProvider provider) => WriteAsync(
        context, StatusCodes.Status403Forbidden, provider, "You have no name here · ไม่พบชื่อของคุณ",
        $"{provider.Name} gives no name for you in the claim '{provider.NameClaim}' that could stand in the audit. Ask whoever runs this hub to set NameClaim in Security:OpenId.",
        $"{provider.Name} ไม่ได้ส่งชื่อของคุณใน claim '{provider.NameClaim}' โปรดขอให้ผู้ดูแลระบบนี้ตั้งค่า NameClaim ใน Security:OpenId");

    /// <summary>The provider's answer was of no use, or does not belong to this browser.</summary>
    public static Task FailedAsync(HttpContext context, OpenIdProvider provider) => WriteAsync(
        context, StatusCodes.Status400BadRequest, provider, "You are not signed in · ยังไม่ได้เข้าสู่ระบบ",
        $"The sign-in with {provider.Name} was not finished: it was given up, took longer than fifteen minutes, or was begun in another window. Try again; if it fails once more, whoever runs this hub finds the reason in its log.",
        $"การเข้าสู่ระบบด้วย {provider.Name} ไม่สำเร็จ: อาจถูกยกเลิก ใช้เวลานานเกินสิบห้านาที หรือเริ่มจากหน้าต่างอื่น โปรดลองอีกครั้ง หากยังไม่สำเร็จ ผู้ดูแลระบบดูสาเหตุได้จากบันทึกของระบบ");

    /// <summary>The provider cannot be asked.</summary>
    public static Task UnreachedAsync(HttpContext context, OpenIdProvider provider) => WriteAsync(
        context, StatusCodes.Status502BadGateway, provider, "The provider does not answer · ติดต่อผู้ให้บริการไม่ได้",
        $"{provider.Name} does not answer the hub. Try again in a moment; operators of the hub's own may sign in with name and password meanwhile. The reason is in the hub's log.",
        $"{provider.Name} ไม่ตอบกลับ โปรดลองอีกครั้งในอีกสักครู่ ระหว่างนี้ผู้ปฏิบัติงานที่มีบัญชีของระบบเข้าสู่ระบบด้วยชื่อและรหัสผ่านได้ สาเหตุอยู่ในบันทึกของระบบ");

    private static Task WriteAsync(HttpContext context, int status, OpenIdProvider provider, string title, string english, string thai)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escape(title)}</title>
            <style>
            :root {"{"} color-scheme: light dark; {"}"}
            body {"{"} font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere; {"}"}
            </style>
            </head>
            <body>
            <main>
            <h1>{Escape(title)}</h1>
            <p>{Escape(english)}</p>
            <p lang="th">{Escape(thai)}</p>
            <p><a href="{OpenIdSchemes.PathOf(provider)}">Sign in again · เข้าสู่ระบบอีกครั้ง</a> · <a href="{OpenIdSignIn.Home}">Console · คอนโซล</a></p>
            </main>
            </body>
            </html>
            """,
            context.RequestAborted);
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
