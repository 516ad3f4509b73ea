"""What the admin does with accounts: every act checks its rule, writes, and is recorded, in one transaction.

The record is Django's `LogEntry`. Passwords never stand in it; accounts are never deleted, because the record of
changes names them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import get_random_string

from .locks import locks_of, open_locks
from .models import Daerah, Keanggotaan, PerangkatDaerah, User

#: The role that is no membership: `is_superuser`, everywhere.
ADMIN = "admin"
PERAN_CHOICES = [*Keanggotaan.Peran.choices, (ADMIN, "Admin portal")]

#: Letters and digits that nobody mistakes for one another when a password is read out or copied from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class AccountRefused(Exception):
    """An act that the rules do not allow, with the reason in words for the screen."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role and where it holds: a perangkat daerah (perencana, kepala), a daerah (reviewer, pembaca), or nowhere
    in particular (admin)."""

    peran: str
    lingkup: Daerah | PerangkatDaerah | None = None

    def __str__(self) -> str:
        name = dict(PERAN_CHOICES)[self.peran]
        return f"{name}, {scope_name(self.lingkup)}" if self.lingkup else name


def scope_name(scope: Daerah | PerangkatDaerah) -> str:
    """A scope in words: "Dinas Ketenagakerjaan, Kota Tangerang" or "seluruh Kota Tangerang"."""
    return f"{scope}, {scope.daerah}" if isinstance(scope, PerangkatDaerah) else f"seluruh {scope}"


def role_of(membership: Keanggotaan) -> Role:
    """A membership as a role."""
    return Role(membership.peran, membership.perangkat_daerah or membership.daerah)


def temporary_password() -> str:
    """A password to pass on once: four groups of four, 79 bits."""
    return "-".join(get_random_string(4, _ALPHABET) for _ in range(4))


def history_of(user: User) -> QuerySet[LogEntry]:
    """What was done with the account, newest first."""
    content_type = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(user.pk))
    return entries.select_related("user").order_by("-action_time", "-pk")


@transaction.atomic
def create_account(by: User, user: User, role: Role) -> str:
    """Save the new person with one role; the temporary password, which is kept nowhere."""
    _lock_admins(by)
    password = temporary_password()
    user.set_password(password)
    user.harus_ganti_sandi = True
    user.save()
    _record(by, user, f"Membuat akun {user.username} dengan kata sandi sementara", ADDITION)
    _give(by, user, role)
    return password


@transaction.atomic
def change_person(by: User, user: User, *, nama_lengkap: str, email: str) -> None:
    """Change name and e-mail; nothing is recorded when both stay."""
    _lock_admins(by)
    changed = []
    for field, label, new in (("nama_lengkap", "nama lengkap", nama_lengkap), ("email", "email", email)):
        old = getattr(user, field)
        if old != new:
            changed.append(f"{label} dari “{old}” menjadi “{new}”")
            setattr(user, field, new)
    if changed:
        user.save(update_fields=["nama_lengkap", "email"])
        _record(by, user, f"Mengubah {' dan '.join(changed)}")


@transaction.atomic
def give_role(by: User, user: User, role: Role) -> None:
    """Give a further role. Raises `AccountRefused` when the person has it, `ValidationError` when it does not fit."""
    _lock_admins(by)
    _give(by, user, role)


@transaction.atomic
def take_role(by: User, user: User, membership: Keanggotaan) -> None:
    """Take a role away."""
    _lock_admins(by)
    role = role_of(membership)
    membership.delete()
    _record(by, user, f"Mencabut peran {role}")


@transaction.atomic
def take_admin(by: User, user: User) -> None:
    """Make an admin an ordinary person. Raises `AccountRefused` for oneself."""
    _lock_admins(by)
    _refuse_oneself(by, user, "Anda tidak dapat mencabut peran admin Anda sendiri; minta admin lain.")
    user.is_superuser = user.is_staff = False
    user.save(update_fields=["is_superuser", "is_staff"])
    _record(by, user, "Mencabut peran Admin portal")


@transaction.atomic
def deactivate(by: User, user: User) -> None:
    """Close the account at once, with its sessions. Raises `AccountRefused` for oneself."""
    _lock_admins(by)
    _refuse_oneself(by, user, "Anda tidak dapat menonaktifkan akun Anda sendiri; minta admin lain.")
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        _record(by, user, "Menonaktifkan akun")


@transaction.atomic
def reactivate(by: User, user: User) -> None:
    """Open a closed account again, with the roles and the password it had."""
    _lock_admins(by)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        _record(by, user, "Mengaktifkan kembali akun")


@transaction.atomic
def reset_password(by: User, user: User) -> str:
    """Give a new temporary password, which ends the person's sessions; the password, which is kept nowhere.

    Raises `AccountRefused` for oneself: one changes one's own password knowing the old one.
    """
    _lock_admins(by)
    _refuse_oneself(by, user, "Kata sandi Anda sendiri diganti lewat Ganti kata sandi di kanan atas.")
    password = temporary_password()
    user.set_password(password)
    user.harus_ganti_sandi = True
    user.save(update_fields=["password", "harus_ganti_sandi"])
    _record(by, user, "Mengatur ulang kata sandi (sementara)")
    return password


@transaction.atomic
def unlock(by: User, user: User) -> None:
    """Let the person try again before a lock ends by itself; the record says what was locked."""
    _lock_admins(by)
    locks = locks_of([user]).get(user.username, [])
    open_locks(user)
    if locks:
        told = "; ".join(f"{one.kali} kali salah dari {one.alamat or 'alamat tak dikenal'}" for one in locks)
        _record(by, user, f"Membuka kunci masuk ({told})")


def _give(by: User, user: User, role: Role) -> None:
    if role.peran == ADMIN:
        if user.is_superuser:
            raise AccountRefused("Orang ini sudah menjadi admin.")
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])
    else:
        membership = Keanggotaan(user=user, peran=role.peran)
        if isinstance(role.lingkup, PerangkatDaerah):
            membership.perangkat_daerah = role.lingkup
        else:
            membership.daerah = role.lingkup
        membership.full_clean()
        same = user.keanggotaan.filter(
            peran=role.peran, daerah=membership.daerah, perangkat_daerah=membership.perangkat_daerah
        )
        if same.exists():
            raise AccountRefused(f"Orang ini sudah berperan {role}.")
        membership.save()
    _record(by, user, f"Memberi peran {role}")


def _lock_admins(by: User) -> None:
    """Lock the active admins to the end of the transaction.

    Raises `AccountRefused` when the one who acts is no longer among them: two admins who take each other's role at
    the same moment must not both succeed. As nobody can do it to oneself, one active admin always stays.
    """
    admins = User.objects.select_for_update().filter(is_active=True, is_superuser=True).order_by("pk")
    if by.pk not in admins.values_list("pk", flat=True):
        raise AccountRefused("Anda bukan admin lagi, sehingga perubahan ini tidak disimpan.")


def _refuse_oneself(by: User, user: User, reason: str) -> None:
    if user.pk == by.pk:
        raise AccountRefused(reason)


def _record(by: User, user: User, message: str, flag: int = CHANGE) -> None:
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=f"{user} ({user.username})"[:200],
        action_flag=flag,
        change_message=message,
    )
