import { UNBOUNDED_LABEL } from "../../../src/lint/rules/unbounded_label.ts";
import { family, ruleContract } from "../../contract/rule.ts";

ruleContract(UNBOUNDED_LABEL, {
  breaks: [
    ...["user_id", "email", "session", "uuid", "ip", "path", "url", "client_ip", "trace_id", "requestId", "raw_path"],
    ...["user", "e_mail", "timestamp", "order_id", "USER_ID", "auth_token", "request_uri", "remote_ip_address"],
  ].map((label) => [
    family("gauge", "app_users", { [label]: "1" }),
    `label "${label}" has unbounded values`,
  ]),
  keeps: [
    family("info", "app_build_info", { path: "example.com/app" }),
    ...["queue", "user_kind", "route", "ship", "mount_path", "curl", "device_id", "paid"].map((label) =>
      family("gauge", `app_users_by_${label}`, { [label]: "1" })
    ),
  ],
});
